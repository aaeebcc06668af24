-- 0051 What migration 0050 keeps, said where it lies.
comment on table unreadable_act is 'not projected: found by reading the acts, not said by any of them';
