-- 0037 Who entered a method of restoration, and which papers it asks for beyond those of the state's text.
alter table restoration_method add column unit_code text collate "C" not null default 'operator', add column papers text not null default '';
update restoration_method m set unit_code = g.head::json ->> 'actor' from act_group g where g.first_act = m.method_id;
