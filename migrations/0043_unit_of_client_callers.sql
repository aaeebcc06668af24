-- 0043 The unit of a client is for those who serve and for the organisation that was told of; the public asks nothing of it.
revoke execute on function unit_of_client(text) from public;
grant execute on function unit_of_client(text) to probity_app, probity_loader, probity_party;
