-- 0004 Search keeps up with bulk loads. New names first wait in the index's pending list, which makes loading them half as
-- dear (19,000 organisations/s against 12,500) and every search read the list through (up to 8 ms when it is full). Whoever
-- has loaded many calls this; emptying the list asks for the index's owner.
create function settle_names() returns void
language plpgsql security definer set search_path = public as $$
begin
  perform gin_clean_pending_list('subject_name_by_bigram');
  -- Which pairs of characters are frequent, for planning searches; autovacuum comes a minute later.
  analyze subject_name (bigrams);
end $$;
revoke all on function settle_names() from public;
grant execute on function settle_names() to probity_app, probity_loader;
