-- A promise whose time passed is announced once; the sweep and the list of all branches walk promises by due time.
alter table promises add column overdue_noticed_at timestamptz;
create index promises_due on promises (due_at, id) where status = 'open';
create index promises_unnoticed on promises (due_at) where status = 'open' and overdue_noticed_at is null;
create index promise_changes_promise on promise_changes (customer_id, promise_id, at);
-- The lead's summary counts the month's kept and broken promises of a branch.
create index promises_branch_closed on promises (branch_id, closed_at) include (status) where closed_at is not null;
