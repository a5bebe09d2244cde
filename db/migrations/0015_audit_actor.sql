-- "What did this person do" is the auditor's first question.
create index audit_entries_actor on audit_entries (actor_id, at desc, id desc) where actor_id is not null;
