-- 0040 Orders to correct, counted for the public board: of offices alone, by the month in which each was given.
create view order_count as
  select c.body_code as office, date_trunc('month', a.taken_on)::date as month, count(*) as orders
    from oversight_act a join oversight_case c using (case_id)
   where a.step = 'order-to-correct' and (c.body_code = 'operator' or exists (select from unit u where u.unit_code = c.body_code))
   group by 1, 2;
grant select on order_count to probity_public, probity_app;
