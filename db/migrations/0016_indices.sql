-- Sums of verdicts of a period are read from the index alone; open cases of a branch are counted from theirs.
create index verdicts_given_score on verdicts (given_at) include (score, branch_id, category_id);
create index verdicts_branch_given on verdicts (branch_id, given_at) include (score, category_id);
create index cases_open_branch on cases (branch_id) where status in ('new', 'open', 'waiting');
create index clocks_breached_branch on clocks (branch_id, breached_at) where breached_at is not null;
