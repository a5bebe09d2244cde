-- Who the customers are. Customer-owned tables carry customer_id and their primary key starts with it: a
-- customer's story lies on neighbouring pages and a message on a stranger's case is impossible.
create table customers (
  id uuid primary key,
  kind text not null check (kind in ('person', 'organisation')),
  full_name text not null,
  honorific text not null default '',
  search_key text not null,
  joined_key text not null,
  -- National ID of a person, legal ID of an organisation.
  identifier text,
  external_code text,
  stage text not null default 'potential'
    check (stage in ('potential', 'new', 'active', 'loyal', 'at_risk', 'former')),
  tier text not null default 'normal' check (tier in ('normal', 'silver', 'gold')),
  mood text not null default 'unknown' check (mood in ('unknown', 'angry', 'upset', 'neutral', 'happy')),
  mood_at timestamptz,
  owner_id uuid references people,
  branch_id uuid not null references branches,
  tags text[] not null default '{}',
  city text not null default '',
  born_on date,
  note text not null default '',
  purchase_count int not null default 0,
  purchase_total_rials bigint not null default 0,
  last_purchase_on date,
  open_case_count int not null default 0,
  last_contact_at timestamptz,
  import_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  version int not null default 1
);
create unique index customers_external_code on customers (external_code) where external_code is not null and deleted_at is null;
create unique index customers_identifier on customers (kind, identifier) where identifier is not null and deleted_at is null;
create index customers_search on customers using gin (search_key gin_trgm_ops);
create index customers_joined on customers using gin (joined_key gin_trgm_ops);
create index customers_branch_name on customers (branch_id, full_name collate "fa-x-icu");
create index customers_name on customers (full_name collate "fa-x-icu", id);
create index customers_updated on customers (updated_at desc, id desc);
create index customers_total on customers (purchase_total_rials desc, id desc);
create index customers_owner on customers (owner_id) where owner_id is not null;
create index customers_tags on customers using gin (tags);
create index customers_import on customers (import_id) where import_id is not null;

create table contact_points (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('phone', 'email', 'messenger', 'address')),
  value text not null,
  -- E.164 for a phone, lower case for e-mail and messenger, search key for an address.
  normalised text not null,
  label text not null default '',
  is_primary boolean not null default false,
  import_id uuid,
  created_at timestamptz not null default now(),
  primary key (customer_id, id),
  unique (customer_id, kind, normalised)
);
create index contact_points_normalised on contact_points (normalised, kind);
create index contact_points_part on contact_points using gin (normalised gin_trgm_ops);

create table customer_relations (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  other_customer_id uuid not null references customers on delete cascade,
  -- Read as: customer … other ("pays for", "uses what … buys", "represents", "family of").
  kind text not null check (kind in ('pays', 'uses', 'represents', 'family')),
  note text not null default '',
  created_at timestamptz not null default now(),
  primary key (customer_id, id),
  unique (customer_id, other_customer_id, kind),
  check (customer_id <> other_customer_id)
);
create index customer_relations_other on customer_relations (other_customer_id);

-- A person who works here may also be a customer, or family of one: nobody compensates those (R76).
create table customer_people (
  customer_id uuid not null references customers on delete cascade,
  person_id uuid not null references people,
  kind text not null check (kind in ('self', 'relative')),
  primary key (customer_id, person_id)
);

create table facets (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('opinion', 'economic_situation', 'expectation', 'motivator', 'attitude', 'culture', 'interest', 'occasion')),
  value text not null,
  source text not null,
  observed_on date not null,
  recorded_by uuid references people,
  created_at timestamptz not null default now(),
  primary key (customer_id, id)
);

-- The newest row of a channel and purpose holds; older ones are its proof.
create table consents (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  channel text not null check (channel in ('sms', 'phone', 'email', 'messenger', 'post')),
  purpose text not null check (purpose in ('service', 'marketing', 'survey')),
  is_granted boolean not null,
  proof text not null,
  recorded_by uuid references people,
  recorded_at timestamptz not null default now(),
  primary key (customer_id, id)
);
create trigger consents_append_only before update on consents for each row execute function forbid_change();

create table needs (
  customer_id uuid not null references customers on delete cascade,
  id uuid not null,
  text text not null,
  kind text not null default 'explicit' check (kind in ('explicit', 'latent')),
  is_want boolean not null default false,
  status text not null default 'open' check (status in ('open', 'fulfilled', 'declined')),
  case_id uuid,
  recorded_by uuid references people,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  primary key (customer_id, id)
);
