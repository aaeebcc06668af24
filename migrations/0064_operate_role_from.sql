-- 0064 From which act on the operator's machine clients say their role: 0062 gave it to those of before, which no act of theirs says.
insert into setting (name, value) select 'operate-role-from', (coalesce(max(first_act + acts), 1))::text from act_group;
