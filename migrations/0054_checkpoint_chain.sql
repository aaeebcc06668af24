-- 0054 Each checkpoint names the size of the one before it, so that one that is taken away leaves a gap.
alter table log_checkpoint add column before_size bigint;
alter table log_checkpoint disable trigger log_checkpoint_append_only;
update log_checkpoint c set before_size = b.before_size
  from (select size, coalesce(lag(size) over (order by size), 0) as before_size from log_checkpoint) b where b.size = c.size;
alter table log_checkpoint enable trigger log_checkpoint_append_only;
