-- 0038 A server that logs in as probity_app may read as the body that is acting, and as nobody else.
grant probity_party to probity_app with inherit false, set true;
