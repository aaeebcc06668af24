-- 0005 What a list of search results says of an organisation stands beside each of its names: looking it up organisation by
-- organisation took half of a search's time.
alter table subject_name
  add column generated    boolean not null default false,
  add column status       text not null default 'registered',
  add column current_name text;                     -- null where this is the current name
update subject_name n
   set generated = s.generated, status = s.status, current_name = case when n.name_normal <> s.name_normal then s.name end
  from subject s where s.subject_code = n.subject_code;
