-- 0057 Nobody becomes a member unasked; a mailbox counts once a letter to it was answered; a sign-out reaches the issuer and comes from it.

-- An invitation is a link that is handed over, or an offer to one account, which takes or declines it when it next signs in.
alter table invitation
  alter column code_sha256 drop not null,
  alter column invited_by drop not null,             -- null: a machine client, or the register's own machine, invited
  add column account_id bigint references account,   -- to whom the offer is made; null: a link
  add column invited_client text collate "C",
  add column mandate text,                           -- the document by which an organisation names its representative
  add column declined_at timestamptz,
  add constraint invitation_way check ((code_sha256 is null) <> (account_id is null));
create index invitation_for on invitation (account_id) where used_at is null and declined_at is null;
grant select (account_id, declined_at) on invitation to probity_party;

-- The issuer's own name for its session, by which it tells of a sign-out; and the token that asks it to sign out, which holds
-- the person's name: sealed under the secret that only the browser has, so that nobody reads it here.
alter table session add column issuer_sid text, add column sealed_token bytea;
create index session_by_sid on session (issuer_sid) where ended_at is null and issuer_sid is not null;

-- Words of an issuer that a session is over count once.
create table logout_token_seen (
  issuer text not null,
  jti text not null,
  expires_at timestamptz not null,
  primary key (issuer, jti)
);
grant select, insert, delete on logout_token_seen to probity_app;

-- A mailbox that was named and not yet confirmed: a letter with a code went there. It is nobody's mailbox until the code comes back.
create table mailbox_pending (
  code        text collate "C" primary key,          -- organisation or unit
  address     text not null,
  code_sha256 bytea,                                 -- of the code in the letter; null: none was sent yet
  tries       integer not null default 0,            -- wrong codes
  asked_at    timestamptz not null,
  expires_at  timestamptz not null
);
grant select, insert, update, delete on mailbox_pending to probity_app;
grant select (code, address, asked_at, expires_at) on mailbox_pending to probity_party;
alter table mailbox_pending enable row level security;
create policy own on mailbox_pending for select to probity_party using (code = (select probity_body()));
-- Those named before were confirmed by nobody: they wait for their letter.
insert into mailbox_pending (code, address, asked_at, expires_at) select code, address, now(), 'infinity' from mailbox;
delete from mailbox;
