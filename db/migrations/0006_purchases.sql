-- Invoices and their items as they came, imports and what they touched, survey answers.
create table purchases (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  -- Where it came from and its number there: the same invoice imported twice is one row.
  source text not null default 'import',
  number text not null,
  purchased_on date not null,
  total_rials bigint not null,
  branch_id uuid references branches,
  import_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (customer_id, id),
  unique (customer_id, source, number)
);
create index purchases_newest on purchases (customer_id, purchased_on desc, id desc);
create index purchases_import on purchases (import_id) where import_id is not null;

create table purchase_items (
  customer_id uuid not null,
  id uuid not null,
  purchase_id uuid not null,
  position int not null,
  product text not null,
  quantity numeric(14, 3) not null default 1,
  amount_rials bigint,
  primary key (customer_id, id),
  foreign key (customer_id, purchase_id) references purchases (customer_id, id) on delete cascade
);
create index purchase_items_purchase on purchase_items (customer_id, purchase_id, position);

create table survey_answers (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  survey text not null,
  question text not null,
  answer text not null,
  score numeric,
  answered_on date not null,
  import_id uuid,
  primary key (customer_id, id),
  unique (customer_id, survey, question, answered_on)
);

create table imports (
  id uuid primary key,
  entity text not null check (entity in ('customers', 'purchases', 'survey_answers')),
  file_name text not null,
  file_sha256 text not null,
  file_bytes bigint not null,
  options jsonb not null,
  status text not null check (status in ('uploaded', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
  is_dry_run boolean not null default false,
  branch_id uuid not null references branches,
  created_by uuid not null references people,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  -- Where to go on after a crash: rows before next_row are committed.
  next_row int not null default 0,
  total_rows int,
  inserted int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  rejected int not null default 0,
  error text,
  updated_at timestamptz not null default now()
);
create index imports_newest on imports (created_at desc);

create table import_rejects (
  import_id uuid not null references imports on delete cascade,
  line int not null,
  code text not null,
  params jsonb not null default '{}',
  raw text not null,
  primary key (import_id, line)
);

-- What an import replaced, so that the whole of it can be undone.
create table import_changes (
  import_id uuid not null references imports on delete cascade,
  entity text not null,
  customer_id uuid not null,
  entity_id uuid not null,
  before jsonb,
  primary key (import_id, entity, customer_id, entity_id)
);

-- Header mappings remembered by the shape of the header line.
create table import_mappings (
  entity text not null,
  header_digest text not null,
  mapping jsonb not null,
  options jsonb not null default '{}',
  used_at timestamptz not null default now(),
  primary key (entity, header_digest)
);
