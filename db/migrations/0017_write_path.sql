-- Opening a case wrote into 57 indexes and checked eleven foreign keys; a front desk opens thousands a day.

-- What changes with every contact stands apart from who the customer is: an update of a customer's row writes anew
-- into all of its fifteen indexes, three of them trigrams.
create table customer_activity (
  customer_id uuid primary key references customers on delete cascade,
  open_case_count int not null default 0,
  -- "Never" is before every day, so that one order and one row comparison serve it too.
  last_contact_at timestamptz not null default '-infinity'
) with (fillfactor = 80);
insert into customer_activity select id, open_case_count, coalesce(last_contact_at, '-infinity') from customers;
create index customer_activity_last_contact on customer_activity (last_contact_at desc, customer_id desc);
alter table customers drop column open_case_count, drop column last_contact_at;

create function give_activity() returns trigger language plpgsql as $$
begin
  insert into customer_activity (customer_id) select id from added;
  return null;
end $$;
-- Once a statement, not once a row: an import brings a thousand customers in one.
create trigger customers_have_activity after insert on customers
  referencing new table as added for each statement execute function give_activity();

-- A customer has a handful of cases and clocks: the primary key, which begins with the customer, finds them.
drop index cases_customer_newest;
drop index clocks_case;

-- The waiting line of a branch or a company is merged from its severities.
drop index cases_queue;
drop index cases_queue_all;

-- Open cases of a branch are counted from the index of the list.
drop index cases_open_branch;
drop index cases_status_newest;
create index cases_status_newest on cases (status, opened_at desc, id desc) include (branch_id);

drop index cases_owner_queue;
create index cases_owner_queue on cases (owner_id, turn_since) where status <> 'judged' and owner_id is not null;

-- One index for the sweep: the moment at which a running clock must be looked at next, to be called near or breached.
drop index clocks_due;
drop index clocks_near;
create index clocks_next_notice on clocks ((case when near_noticed_at is null then near_at else due_at end))
  where stopped_at is null and paused_at is null and breached_at is null;

-- A clock's branch is its case's, copied in the same transaction; entries of the log can not be deleted (trigger), so
-- nothing is left for these to protect.
alter table clocks drop constraint clocks_branch_id_fkey;
alter table audit_unsealed drop constraint audit_unsealed_entry_id_fkey;
alter table audit_chain drop constraint audit_chain_entry_id_fkey;
