-- 0007 People, who appear only as users acting for a body. Accounts, invitations, sessions and forms kept for a moment
-- are the workspace of signing in; memberships are a projection of acts, which name accounts by number alone.
create table account (
  account_id bigint generated always as identity primary key,
  issuer     text collate "C" not null,             -- who vouches for the person
  subject    text collate "C" not null,             -- whom, in the issuer's own words
  name       text not null default '',              -- as the issuer gives it; '' until the first sign-in
  created_at timestamptz not null,
  signed_in_at timestamptz,
  unique (issuer, subject)
);

create table membership (
  membership_id bigint primary key,                 -- number of the act that granted it
  account_id bigint not null references account,
  body_kind  text collate "C" not null check (body_kind in ('unit', 'operator')),
  body_code  text collate "C" not null check ((body_kind = 'operator') = (body_code = 'operator')),
  role       text collate "C" not null check (role in ('deliver', 'administer', 'operate')),
  from_on    date not null,                         -- first day on which it stands
  until_on   date check (until_on >= from_on),      -- last day on which it stands; null: no day is set
  ended_at   timestamptz,                           -- ended before its last day
  ended_act  bigint
);
create index membership_by_account on membership (account_id) where ended_at is null;
create index membership_by_body on membership (body_code, body_kind);

-- A joining link is opened once, by whoever the administrator handed it to, while signed in. Only its digest is kept.
create table invitation (
  invitation_id bigint generated always as identity primary key,
  code_sha256 bytea not null unique,
  body_kind   text collate "C" not null,
  body_code   text collate "C" not null,
  role        text collate "C" not null,
  from_on     date not null,
  until_on    date,
  invited_by  bigint not null references account,
  expires_at  timestamptz not null,
  used_at     timestamptz
);

create table session (
  session_id    bigint generated always as identity primary key,
  secret_sha256 bytea not null unique check (octet_length(secret_sha256) = 32),
  account_id    bigint not null references account,
  body_kind     text collate "C",                   -- the body acted for; null until chosen
  body_code     text collate "C",
  created_at    timestamptz not null,
  seen_at       timestamptz not null,
  expires_at    timestamptz not null,
  ended_at      timestamptz,
  agent         text not null default '',           -- family of the browser, never the whole header
  check ((body_kind is null) = (body_code is null))
);
create index session_by_account on session (account_id) where ended_at is null;
create index session_by_body on session (body_code) where ended_at is null;

-- On the way to the issuer and back: used once, for minutes.
create table sign_in_attempt (
  state_sha256   bytea primary key,
  browser_sha256 bytea not null,                    -- of the cookie of the browser that set out
  nonce          text not null,
  verifier       text not null,
  next           text not null,
  language       text not null,
  expires_at     timestamptz not null
);

-- What was typed into a form whose session had ended. Sealed with a key that only the reader's own address holds.
create table pending_form (
  key_sha256 bytea primary key,
  account_id bigint not null references account,
  sealed     bytea not null,
  expires_at timestamptz not null
);
create index pending_form_by_account on pending_form (account_id);

grant select on account, membership, invitation, session, sign_in_attempt, pending_form to probity_app, probity_loader;
grant insert, update on account, membership, invitation, session to probity_app;
grant delete on membership, invitation, session to probity_app;
grant insert, delete on sign_in_attempt, pending_form to probity_app;
