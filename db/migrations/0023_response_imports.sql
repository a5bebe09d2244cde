-- A file of answers is taken once: the second time it is only told what became of it the first time.
create table response_imports (
  id uuid primary key,
  survey_id uuid not null references surveys,
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  file_name text not null,
  branch_id uuid references branches,
  is_anonymous boolean not null,
  row_count int not null,
  inserted_count int not null,
  rejected_count int not null,
  ignored_columns jsonb not null default '[]',
  -- The first of the rows left out: line, code, params.
  rejects jsonb not null default '[]',
  created_by uuid references people,
  created_at timestamptz not null default now(),
  unique (survey_id, file_sha256)
);
create index responses_import on responses (import_id) where import_id is not null;
create index anonymous_responses_import on anonymous_responses (import_id) where import_id is not null;
