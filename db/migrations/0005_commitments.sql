-- What we owe: time (clocks), word (promises), amends (compensations).
create table clock_policies (
  id uuid primary key,
  metric text not null check (metric in ('first_reply', 'resolution')),
  -- Null means any; the most specific row wins (kind, then severity, then tier).
  kind text,
  severity text,
  tier text,
  business_seconds int not null check (business_seconds > 0),
  near_ratio real not null default 0.75 check (near_ratio > 0 and near_ratio < 1)
);
create unique index clock_policies_once on clock_policies (metric, coalesce(kind, ''), coalesce(severity, ''), coalesce(tier, ''));

create table clocks (
  customer_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  metric text not null check (metric in ('first_reply', 'resolution')),
  branch_id uuid not null references branches,
  target_seconds int not null,
  near_ratio real not null,
  started_at timestamptz not null,
  -- Moves forward by each pause; null only when no open business time is in sight.
  due_at timestamptz not null,
  near_at timestamptz not null,
  paused_at timestamptz,
  -- Sums of the finished pauses, in clock time and in business time.
  paused_seconds int not null default 0,
  paused_business_seconds int not null default 0,
  stopped_at timestamptz,
  near_noticed_at timestamptz,
  breached_at timestamptz,
  -- Both are stored when the clock stops (R19).
  elapsed_seconds int,
  elapsed_business_seconds int,
  primary key (customer_id, id),
  foreign key (customer_id, case_id) references cases (customer_id, id) on delete cascade
);
create index clocks_case on clocks (customer_id, case_id);
create unique index clocks_one_running on clocks (customer_id, case_id, metric) where stopped_at is null;
create index clocks_due on clocks (due_at) where stopped_at is null and paused_at is null and breached_at is null;
create index clocks_near on clocks (near_at) where stopped_at is null and paused_at is null and near_noticed_at is null;
create index clocks_breached on clocks (breached_at) where breached_at is not null;

create table promises (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  case_id uuid,
  interaction_id uuid,
  text text not null,
  keeper_id uuid not null references people,
  branch_id uuid not null references branches,
  due_at timestamptz not null,
  status text not null default 'open' check (status in ('open', 'kept', 'late', 'broken', 'withdrawn')),
  made_by uuid not null references people,
  made_at timestamptz not null default now(),
  warned_at timestamptz,
  closed_at timestamptz,
  closed_by uuid references people,
  reason text not null default '',
  version int not null default 1,
  primary key (customer_id, id),
  foreign key (customer_id, case_id) references cases (customer_id, id) on delete cascade
);
create index promises_case on promises (customer_id, case_id);
create index promises_keeper on promises (keeper_id, due_at) where status = 'open';
create index promises_branch on promises (branch_id, due_at) where status = 'open';
create index promises_closed on promises (closed_at) where closed_at is not null;

create table promise_changes (
  customer_id uuid not null,
  id uuid not null,
  promise_id uuid not null,
  at timestamptz not null default now(),
  actor_id uuid,
  status text not null,
  reason text not null default '',
  primary key (customer_id, id),
  foreign key (customer_id, promise_id) references promises (customer_id, id) on delete cascade
);
create trigger promise_changes_append_only before update on promise_changes for each row execute function forbid_change();

create table compensations (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  case_id uuid not null,
  kind text not null check (kind in ('apology', 'replacement', 'refund', 'discount', 'gift', 'points')),
  amount_rials bigint not null check (amount_rials >= 0),
  reason text not null,
  status text not null check (status in ('granted', 'pending', 'approved', 'rejected', 'reversed')),
  branch_id uuid not null references branches,
  requested_by uuid not null references people,
  requested_at timestamptz not null default now(),
  decided_by uuid references people,
  decided_at timestamptz,
  decision_note text not null default '',
  primary key (customer_id, id),
  foreign key (customer_id, case_id) references cases (customer_id, id) on delete cascade,
  -- The one who asks never approves.
  check (decided_by is null or decided_by <> requested_by)
);
create index compensations_case on compensations (customer_id, case_id);
create index compensations_pending on compensations (branch_id, requested_at) where status = 'pending';

-- What was charged to whose budget. Never changed; a correction is a new row.
create table compensation_ledger (
  customer_id uuid not null,
  id uuid not null,
  compensation_id uuid not null,
  person_id uuid not null references people,
  -- First day of the Jalali month.
  month_on date not null,
  amount_rials bigint not null,
  at timestamptz not null default now(),
  primary key (customer_id, id),
  foreign key (customer_id, compensation_id) references compensations (customer_id, id)
);
create index compensation_ledger_person on compensation_ledger (person_id, month_on);
create trigger compensation_ledger_append_only before update or delete on compensation_ledger
  for each row execute function forbid_change();

-- The month's spent sum of a person. Charged only by an update whose condition is the budget itself, so two
-- people (or one on two screens) can not overdraw it; checked against the ledger every minute.
create table budget_months (
  person_id uuid not null references people,
  month_on date not null,
  spent_rials bigint not null default 0 check (spent_rials >= 0),
  primary key (person_id, month_on)
);
