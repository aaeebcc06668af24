-- 0059 Whether somebody may still act, asked in the transaction of the act and held until it ends: an ending that was
-- committed before is seen, one that comes meanwhile waits. As functions, because the loader acts too and is given neither
-- sessions nor the right to lock them.
create function client_stands(client text, unit text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  perform from machine_client c where c.client_id = client and c.unit_code = unit and c.until_at is null for share;
  return found;
end $$;

-- `roles`: one of them is needed; none named: any membership of the body will do. `body`: null where none is acted for.
create function member_stands(session bigint, account bigint, kind text, body text, roles text[], day date) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  perform from session s where s.session_id = session and s.account_id = account and s.ended_at is null for share;
  if not found or body is null then return found; end if;
  perform from membership m
    where m.account_id = account and m.body_kind = kind and m.body_code = body and m.ended_at is null
      and m.from_on <= day and (m.until_on is null or m.until_on >= day) and (cardinality(roles) = 0 or m.role = any (roles))
    order by m.membership_id for share;
  return found;
end $$;
revoke all on function client_stands(text, text), member_stands(bigint, bigint, text, text, text[], date) from public;
grant execute on function client_stands(text, text), member_stands(bigint, bigint, text, text, text[], date) to probity_app, probity_loader;
