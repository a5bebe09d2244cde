-- Foundation: who works here, what they may do, what happened, what is still to be done.
create extension if not exists pg_trgm;

-- Append-only tables answer an update or a delete with an error, whoever asks.
create function forbid_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'raise_exception';
end $$;

create table company (
  id boolean primary key default true check (id),
  name text not null,
  money_unit text not null default 'toman' check (money_unit in ('rial', 'toman')),
  default_area_code text not null default '021',
  portal_intro text not null default '',
  -- The longest business time anybody waits for an answer whatever the score says (R71, R72).
  queue_floor_seconds int not null default 28800 check (queue_floor_seconds > 0),
  is_demo boolean not null default false,
  set_up_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version int not null default 1
);

create table branches (
  id uuid primary key,
  name text not null unique,
  code text unique,
  city text not null default '',
  address text not null default '',
  is_active boolean not null default true,
  created_at timestamptz not null default now()
);

create table teams (
  id uuid primary key,
  branch_id uuid not null references branches,
  name text not null,
  unique (branch_id, name)
);

create table people (
  id uuid primary key,
  full_name text not null,
  phone text unique,
  email text unique,
  national_id text,
  password_hash text,
  role text not null check (role in ('employee', 'lead', 'analyst', 'auditor', 'administrator')),
  branch_id uuid not null references branches,
  team_id uuid references teams,
  locale text not null default 'fa' check (locale in ('fa', 'en')),
  is_active boolean not null default true,
  -- The TOTP secret is sealed with the installation's key; null means no second factor.
  totp_sealed text,
  totp_last_step bigint,
  failed_sign_ins int not null default 0,
  locked_until timestamptz,
  max_single_rials bigint not null default 0 check (max_single_rials >= 0),
  monthly_budget_rials bigint not null default 0 check (monthly_budget_rials >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version int not null default 1,
  check (phone is not null or email is not null)
);
create index people_branch on people (branch_id) where is_active;

create table sessions (
  id uuid primary key,
  -- Only the SHA-256 of the cookie is stored: a copy of this table signs nobody in.
  token_digest bytea not null unique,
  person_id uuid not null references people,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  ip text not null default '',
  user_agent text not null default ''
);
create index sessions_person on sessions (person_id) where revoked_at is null;

-- One row a key: the answer given to a write, so that a retry gets the same answer and writes nothing.
create table idempotency_keys (
  actor_key text not null,
  key text not null,
  request_digest bytea not null,
  status int,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (actor_key, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);

-- Facts, announced once in the transaction that made them; live screens and reactions read them.
create table events (
  id bigint generated always as identity primary key,
  name text not null,
  at timestamptz not null default now(),
  branch_id uuid,
  customer_id uuid,
  case_id uuid,
  person_id uuid,
  payload jsonb not null default '{}'
);
create index events_at on events using brin (at);

-- Work to be done later, enqueued in the transaction that needs it. A claim is a row lock held by the
-- worker's transaction: it is released the instant the worker dies.
create table jobs (
  id uuid primary key,
  name text not null,
  -- A keyed job exists at most once; adding it again moves it.
  key text unique,
  payload jsonb not null default '{}',
  run_at timestamptz not null default now(),
  attempts int not null default 0,
  max_attempts int not null default 12,
  last_error text,
  failed_at timestamptz,
  created_at timestamptz not null default now()
);
create index jobs_due on jobs (run_at) where failed_at is null;

create table audit_entries (
  id uuid primary key,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('person', 'customer', 'system')),
  actor_id uuid,
  actor_name text not null,
  session_id uuid,
  ip text not null default '',
  action text not null,
  entity text not null,
  entity_id text not null,
  customer_id uuid,
  branch_id uuid,
  before jsonb,
  after jsonb,
  digest bytea not null
);
create index audit_entries_at on audit_entries (at desc, id desc);
create index audit_entries_entity on audit_entries (entity, entity_id);
create index audit_entries_customer on audit_entries (customer_id, at desc) where customer_id is not null;
create trigger audit_entries_append_only before update or delete on audit_entries
  for each row execute function forbid_change();

-- Entries not yet in the chain. The sealer empties it within a second; a lock held by every writer until its
-- commit would have put all writes of the company in single file (see docs/decisions.md).
create table audit_unsealed (entry_id uuid primary key references audit_entries);

create table audit_chain (
  seq bigint primary key,
  entry_id uuid not null unique references audit_entries,
  hash bytea not null
);
create trigger audit_chain_append_only before update or delete on audit_chain
  for each row execute function forbid_change();

-- Attempts against doors that must not be guessed open, counted per door and subject.
create table attempt_windows (
  door text not null,
  subject text not null,
  window_start timestamptz not null,
  attempts int not null default 0,
  primary key (door, subject, window_start)
);
create index attempt_windows_start on attempt_windows (window_start);

create table saved_views (
  id uuid primary key,
  person_id uuid not null references people,
  entity text not null,
  name text not null,
  query jsonb not null,
  is_shared boolean not null default false,
  created_at timestamptz not null default now(),
  unique (person_id, entity, name)
);
