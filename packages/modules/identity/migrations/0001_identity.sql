-- Organisations, people with accounts, their sign-ins and keys, and the audit trail.

create table identity_unit (
  id text primary key,
  parent_id text references identity_unit (id),
  name text not null,
  name_en text,
  kind text not null check (kind in ('centre', 'department', 'team', 'street')),
  credit_code text,
  area_code text,
  -- Ids from the root to itself, '/a/b/': a subtree is a prefix.
  path text not null,
  disabled boolean not null default false,
  origin text not null default 'city',
  synthetic boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index identity_unit_path on identity_unit (path text_pattern_ops);
create index identity_unit_parent on identity_unit (parent_id);
create index identity_unit_name on identity_unit (name);
create unique index identity_unit_credit_code on identity_unit (credit_code) where credit_code is not null;

create table identity_user (
  id text primary key,
  account text not null,
  name text not null,
  phone text,
  roles text[] not null,
  unit_id text references identity_unit (id),
  areas text[] not null default '{}',
  locale text check (locale in ('zh', 'en')),
  theme text check (theme in ('light', 'dark', 'system')),
  password_hash text,
  password_history text[] not null default '{}',
  password_changed_at timestamptz,
  must_change_password boolean not null default false,
  disabled boolean not null default false,
  synthetic boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  signed_in_at timestamptz
);
create unique index identity_user_account on identity_user (lower(account));
create index identity_user_unit on identity_user (unit_id);
create index identity_user_roles on identity_user using gin (roles);

create table identity_session (
  id text primary key,
  secret_hash text not null,
  user_id text not null references identity_user (id),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text not null,
  agent text not null,
  revoked_at timestamptz
);
create unique index identity_session_secret on identity_session (secret_hash);
create index identity_session_user on identity_session (user_id);

create table identity_token (
  id text primary key,
  secret_hash text not null,
  user_id text not null references identity_user (id),
  name text not null,
  roles text[] not null,
  areas text[] not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create unique index identity_token_secret on identity_token (secret_hash);
create index identity_token_user on identity_token (user_id);

-- Sign-in attempts that have not succeeded, per account and per address (hashed: a mistyped account may be a password).
create table identity_attempt (
  key text primary key,
  attempts integer not null,
  first_at timestamptz not null,
  locked_until timestamptz
);

create table identity_audit (
  id text primary key,
  at timestamptz not null,
  actor_id text not null,
  actor_name text not null,
  actor_roles text[] not null,
  via text not null,
  action text not null,
  subject text not null,
  detail jsonb not null,
  address text not null,
  trace text not null,
  seal bigint
);
create index identity_audit_actor on identity_audit (actor_id, id desc);
create index identity_audit_action on identity_audit (action, id desc);
create index identity_audit_subject on identity_audit (subject, id desc);
create index identity_audit_unsealed on identity_audit (id) where seal is null;
create index identity_audit_seal_number on identity_audit (seal, id) where seal is not null;

-- Each seal's hash covers its lines and the seal before it: a changed or missing line breaks the chain from there on.
create table identity_audit_seal (
  number bigint primary key,
  at timestamptz not null,
  entries integer not null,
  previous text not null,
  hash text not null
);

create function identity_audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only';
end
$$;
create function identity_audit_seal_only() returns trigger language plpgsql as $$
begin
  if old.seal is null and new.seal is not null and (to_jsonb(new) - 'seal') = (to_jsonb(old) - 'seal') then
    return new;
  end if;
  raise exception 'the audit trail is append-only';
end
$$;
create trigger identity_audit_update before update on identity_audit for each row execute function identity_audit_seal_only();
create trigger identity_audit_delete before delete on identity_audit for each row execute function identity_audit_refuse();
create trigger identity_audit_truncate before truncate on identity_audit for each statement execute function identity_audit_refuse();
create trigger identity_audit_seal_change before update or delete on identity_audit_seal
  for each row execute function identity_audit_refuse();
