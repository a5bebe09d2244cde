-- A run belongs to a branch or to the company, is computed by one process at a time, and says of each value how it came.

alter table index_runs
  -- Whose answers went in; null: the whole company's.
  add column branch_id uuid references branches,
  -- Two groups that the permutation test compares.
  add column compare text[] check (cardinality(compare) = 2),
  -- Who computes it now, and when it last said so: one that fell silent is taken up by another.
  add column runner uuid,
  add column heartbeat_at timestamptz,
  add column attempts int not null default 0;
create index index_runs_unfinished on index_runs (created_at, id) where status in ('queued', 'running');

alter table index_values
  add column method text not null default 'structural' check (method in ('structural', 'plain'));
