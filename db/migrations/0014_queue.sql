-- The queue of a whole company takes its candidates from the ends of these ranges instead of reading every case
-- (features/triage/queries.ts). Only cases in which it is our turn are in them.
create index cases_queue_all on cases (turn_since) where turn = 'us';
create index cases_queue_severity on cases (severity, turn_since) where turn = 'us';
create index cases_queue_branch_severity on cases (branch_id, severity, turn_since) where turn = 'us';
create index cases_queue_owner on cases (owner_id, turn_since) where turn = 'us' and owner_id is not null;
create index cases_queue_unowned on cases (branch_id, turn_since) where turn = 'us' and owner_id is null;
create index clocks_running_due on clocks (due_at) where stopped_at is null and paused_at is null;
create index clocks_running_branch on clocks (branch_id, due_at) where stopped_at is null and paused_at is null;
