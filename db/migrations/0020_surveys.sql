-- The voice of the customer: instruments and their versions, surveys that ask them, invitations, responses.

create table instruments (
  id uuid primary key,
  -- Of a shipped one its kind ('ecsi'); of a company's own a name of its choice.
  key text not null unique,
  kind text not null check (kind in ('csat', 'nps', 'ces', 'acsi', 'ecsi', 'epsi', 'swics', 'csi', 'expectations', 'gap', 'custom')),
  title text not null,
  title_en text not null default '',
  is_archived boolean not null default false,
  created_by uuid references people,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version int not null default 1
);

-- A published version never changes: answers keep the question they were given to.
create table instrument_versions (
  instrument_id uuid not null references instruments on delete cascade,
  version int not null,
  definition jsonb not null,
  published_at timestamptz,
  published_by uuid references people,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (instrument_id, version)
);
create function keep_published() returns trigger language plpgsql as $$
begin
  if old.published_at is not null then
    raise exception 'a published instrument does not change' using errcode = 'raise_exception';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger instrument_versions_published before update or delete on instrument_versions
  for each row execute function keep_published();

-- One asking of one version: whom, when, how often.
create table surveys (
  id uuid primary key,
  instrument_id uuid not null,
  instrument_version int not null,
  name text not null,
  -- What makes us ask: somebody's click, or something that happened.
  occasion text not null default 'manual' check (occasion in ('manual', 'verdict', 'purchase', 'visit', 'date')),
  status text not null default 'draft' check (status in ('draft', 'running', 'paused', 'closed')),
  is_anonymous boolean not null default false,
  -- Filters of the customer list, sample size, quotas per segment and branch.
  audience jsonb not null default '{}',
  sample_size int check (sample_size > 0),
  quotas jsonb not null default '[]',
  -- Nobody is asked by any survey again before so many days (over all instruments).
  rest_days int not null default 30 check (rest_days between 0 and 3650),
  reminder_days int check (reminder_days > 0),
  expires_days int not null default 30 check (expires_days between 1 and 3650),
  -- Null: the whole company's.
  branch_id uuid references branches,
  -- The door of the tablet in the shop; only its digest is kept.
  kiosk_digest bytea unique,
  seed bigint not null,
  opens_at timestamptz,
  closes_at timestamptz,
  created_by uuid references people,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version int not null default 1,
  foreign key (instrument_id, instrument_version) references instrument_versions (instrument_id, version)
);
create index surveys_newest on surveys (created_at desc, id desc);
create index surveys_occasion on surveys (occasion) where status = 'running' and occasion <> 'manual';

create table invitations (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  survey_id uuid not null references surveys,
  branch_id uuid not null references branches,
  -- The case, purchase or visit that made us ask.
  cause_id uuid,
  channel text not null check (channel in ('link', 'sms', 'email', 'phone', 'paper', 'kiosk')),
  status text not null default 'waiting' check (status in ('waiting', 'sent', 'opened', 'answered', 'refused', 'expired', 'unreachable')),
  assigned_to uuid references people,
  call_count int not null default 0,
  call_again_at timestamptz,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  opened_at timestamptz,
  answered_at timestamptz,
  reminded_at timestamptz,
  expires_at timestamptz not null,
  primary key (customer_id, id)
);
create index invitations_survey on invitations (survey_id, status, created_at, id);
create unique index invitations_cause on invitations (customer_id, survey_id, cause_id) where cause_id is not null;
create index invitations_expiring on invitations (expires_at) where status in ('waiting', 'sent', 'opened');

-- Public links live in a small look-up table; only digests are kept (256 random bits: nobody guesses one).
create table invitation_tokens (
  token_digest bytea primary key,
  customer_id uuid not null,
  invitation_id uuid not null,
  foreign key (customer_id, invitation_id) references invitations (customer_id, id) on delete cascade
);
create index invitation_tokens_invitation on invitation_tokens (customer_id, invitation_id);

-- Answers by question code: a number, a text, a list of option codes, or {"dontKnow": true}.
create table responses (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  survey_id uuid not null references surveys,
  instrument_id uuid not null,
  instrument_version int not null,
  invitation_id uuid,
  branch_id uuid not null references branches,
  -- The customer's tier, stage and city on the day of the answer, for comparisons.
  segment jsonb not null default '{}',
  mode text not null check (mode in ('web', 'phone', 'kiosk', 'paper', 'import')),
  recorded_by uuid references people,
  locale text not null default 'fa' check (locale in ('fa', 'en')),
  answers jsonb not null default '{}',
  last_question text,
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Null while it is being filled in.
  submitted_at timestamptz,
  -- The case a low score opened.
  case_id uuid,
  import_id uuid,
  primary key (customer_id, id),
  foreign key (customer_id, invitation_id) references invitations (customer_id, id) on delete cascade,
  foreign key (instrument_id, instrument_version) references instrument_versions (instrument_id, version)
);
create unique index responses_once on responses (customer_id, invitation_id) where invitation_id is not null;
create index responses_survey on responses (survey_id, submitted_at desc, id desc);

-- Answers nobody's name hangs on, also of people who are no customers of ours (a tablet in the shop, a file).
create table anonymous_responses (
  id uuid primary key,
  survey_id uuid not null references surveys,
  instrument_id uuid not null,
  instrument_version int not null,
  branch_id uuid references branches,
  segment jsonb not null default '{}',
  mode text not null check (mode in ('web', 'phone', 'kiosk', 'paper', 'import')),
  recorded_by uuid references people,
  locale text not null default 'fa' check (locale in ('fa', 'en')),
  answers jsonb not null,
  submitted_at timestamptz not null default now(),
  import_id uuid,
  foreign key (instrument_id, instrument_version) references instrument_versions (instrument_id, version)
);
create index anonymous_responses_survey on anonymous_responses (survey_id, submitted_at desc, id desc);

-- Every finished answer sheet, of whomever; what indices and tables of questions are computed from.
create view answer_sheets as
  select id, customer_id, survey_id, instrument_id, instrument_version, branch_id, segment, mode, answers, submitted_at
  from responses where submitted_at is not null
  union all
  select id, null, survey_id, instrument_id, instrument_version, branch_id, segment, mode, answers, submitted_at
  from anonymous_responses;

-- Structural indices: what is computed, and every computation with all that is needed to repeat it.
create table index_definitions (
  id uuid primary key,
  name text not null,
  instrument_id uuid not null references instruments,
  -- An engine model (constructs, items, paths); shipped ones by id, own ones whole.
  model jsonb not null,
  scheme text not null default 'path' check (scheme in ('path', 'centroid', 'factorial')),
  metric text not null default 'standardised' check (metric in ('standardised', 'raw')),
  missing text not null default 'mean' check (missing in ('mean', 'casewise', 'pairwise')),
  population jsonb not null default '{}',
  -- Below so many answer sheets the structural index is refused and a plain index is given.
  floor int not null default 100 check (floor >= 20),
  resamples int not null default 2000 check (resamples between 0 and 20000),
  is_archived boolean not null default false,
  -- Null, or months: recomputed on the first day of each Jalali month.
  schedule text check (schedule in ('monthly')),
  created_by uuid references people,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version int not null default 1
);

create table index_runs (
  id uuid primary key,
  definition_id uuid not null references index_definitions,
  definition_version int not null,
  definition jsonb not null,
  from_on date,
  to_on date,
  group_by text check (group_by in ('branch', 'tier', 'stage', 'city', 'mode', 'month')),
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'refused', 'failed', 'cancelled')),
  progress real not null default 0,
  seed bigint not null,
  engine_version text,
  -- SHA-256 of the answers that went in, in their order: the same input gives the same digest.
  input_digest bytea,
  n int,
  result jsonb,
  error jsonb,
  requested_by uuid references people,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create index index_runs_definition on index_runs (definition_id, created_at desc, id desc);

-- The values of finished runs, for trends and comparisons.
create table index_values (
  run_id uuid not null references index_runs on delete cascade,
  -- '' is the whole; else a branch, a tier, a month …
  group_key text not null default '',
  construct text not null,
  value double precision not null,
  low double precision,
  high double precision,
  n int not null,
  primary key (run_id, group_key, construct)
);
