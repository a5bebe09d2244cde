-- What customers tell us, whose turn it is, and how it ended.
create table categories (
  id uuid primary key,
  name text not null unique,
  name_en text not null default '',
  position int not null default 0,
  is_active boolean not null default true
);

create table cases (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  code text not null,
  kind text not null check (kind in ('complaint', 'request', 'question', 'suggestion', 'praise', 'warranty_claim')),
  status text not null default 'new' check (status in ('new', 'open', 'waiting', 'solved', 'judged')),
  -- Whose move is it, since when (R23).
  turn text not null default 'us' check (turn in ('us', 'customer', 'nobody')),
  turn_since timestamptz not null default now(),
  subject text not null,
  channel text not null check (channel in ('portal', 'phone', 'email', 'sms', 'bale', 'in_person', 'webchat')),
  branch_id uuid not null references branches,
  category_id uuid references categories,
  severity text not null default 'normal' check (severity in ('low', 'normal', 'high', 'critical')),
  mood text not null default 'unknown' check (mood in ('unknown', 'angry', 'upset', 'neutral', 'happy')),
  owner_id uuid references people,
  team_id uuid references teams,
  opened_at timestamptz not null default now(),
  first_replied_at timestamptz,
  last_message_at timestamptz not null default now(),
  solved_at timestamptz,
  judged_at timestamptz,
  reopened_count int not null default 0,
  outcome text check (outcome in ('win_win', 'customer_favoured', 'company_favoured', 'no_resolution', 'refused')),
  root_cause text check (root_cause in ('product_defect', 'delivery_delay', 'staff_behaviour', 'billing_error', 'process_gap', 'lack_of_information', 'supplier', 'customer_misuse', 'other')),
  verdict_score int check (verdict_score between 1 and 10),
  tags text[] not null default '{}',
  import_id uuid,
  updated_at timestamptz not null default now(),
  version int not null default 1,
  primary key (customer_id, id)
);
create index cases_id on cases (id);
create index cases_newest on cases (opened_at desc, id desc);
create index cases_branch_newest on cases (branch_id, opened_at desc, id desc);
create index cases_status_newest on cases (status, opened_at desc, id desc);
create index cases_customer_newest on cases (customer_id, opened_at desc, id desc);
-- The queue: only cases in which it is our turn.
create index cases_queue on cases (branch_id, turn_since) where turn = 'us';
create index cases_owner_queue on cases (owner_id, turn_since) where status <> 'judged';
create index cases_judged on cases (judged_at) where status = 'judged';
create index cases_subject on cases using gin (subject gin_trgm_ops);

-- Public tracking codes live in a small lookup table of their own.
create table case_codes (
  code text primary key,
  customer_id uuid not null,
  case_id uuid not null,
  foreign key (customer_id, case_id) references cases (customer_id, id) on delete cascade
);

-- Every contact on any channel, inside a case or outside one.
create table interactions (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  case_id uuid,
  kind text not null check (kind in ('message', 'note', 'call', 'visit', 'system')),
  direction text not null check (direction in ('inbound', 'outbound', 'internal')),
  channel text not null,
  person_id uuid references people,
  author_name text not null,
  body text not null,
  provider_id text,
  occurred_at timestamptz not null default now(),
  primary key (customer_id, id),
  foreign key (customer_id, case_id) references cases (customer_id, id) on delete cascade
);
create index interactions_case on interactions (customer_id, case_id, occurred_at, id);
create index interactions_newest on interactions (customer_id, occurred_at desc, id desc);
create unique index interactions_provider on interactions (channel, provider_id) where provider_id is not null;

create table attachments (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  case_id uuid not null,
  interaction_id uuid,
  file_name text not null,
  media_type text not null,
  byte_size int not null,
  sha256 text not null,
  created_at timestamptz not null default now(),
  primary key (customer_id, id),
  foreign key (customer_id, case_id) references cases (customer_id, id) on delete cascade
);
create index attachments_case on attachments (customer_id, case_id);

-- History of every change of a case.
create table case_changes (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  at timestamptz not null default now(),
  actor_id uuid,
  actor_name text not null,
  change text not null,
  before jsonb,
  after jsonb,
  primary key (customer_id, id),
  foreign key (customer_id, case_id) references cases (customer_id, id) on delete cascade
);
create index case_changes_case on case_changes (customer_id, case_id, at);

-- A complaint is refused only with a reason and by two people (R86).
create table refusals (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  reason text not null,
  message text not null,
  status text not null default 'pending' check (status in ('pending', 'confirmed', 'rejected')),
  requested_by uuid not null references people,
  requested_at timestamptz not null default now(),
  decided_by uuid references people,
  decided_at timestamptz,
  decision_note text not null default '',
  primary key (customer_id, id),
  foreign key (customer_id, case_id) references cases (customer_id, id) on delete cascade,
  check (decided_by is null or decided_by <> requested_by)
);
create unique index refusals_one_pending on refusals (customer_id, case_id) where status = 'pending';
create index refusals_pending on refusals (requested_at) where status = 'pending';

-- The customer is the final judge (R120). One verdict for each time a case was solved.
create table verdicts (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  round int not null,
  score int not null check (score between 1 and 10),
  comment text not null default '',
  via text not null check (via in ('portal', 'phone', 'in_person')),
  recorded_by uuid references people,
  branch_id uuid not null references branches,
  category_id uuid references categories,
  owner_id uuid references people,
  given_at timestamptz not null default now(),
  primary key (customer_id, id),
  unique (customer_id, case_id, round),
  foreign key (customer_id, case_id) references cases (customer_id, id) on delete cascade
);
create index verdicts_given on verdicts (given_at);
create trigger verdicts_append_only before update on verdicts for each row execute function forbid_change();
