-- How a survey asks, and whom it has chosen but not asked yet.

alter table surveys
  -- What an invitation travels by; a link is handed out by us until a channel sends it.
  add column channel text not null default 'link' check (channel in ('link', 'sms', 'email', 'phone', 'paper')),
  -- 'granted': only who allowed surveys; 'not_refused': also who was never asked for it.
  add column consent text not null default 'granted' check (consent in ('granted', 'not_refused')),
  -- How many were chosen when it started; null before.
  add column planned_count int;

-- The chosen customers in parts of a few thousand, so that inviting 100,000 is a chain of short steps that goes on
-- after a crash where it stopped. A part is gone when its invitations exist.
create table survey_plans (
  survey_id uuid not null references surveys on delete cascade,
  part int not null,
  customer_ids uuid[] not null,
  primary key (survey_id, part)
);

-- One invitation per customer and survey; an occasion (its cause) may ask again.
create unique index invitations_once on invitations (customer_id, survey_id) where cause_id is null;
-- The list of calls, the soonest first.
create index invitations_calls on invitations (survey_id, call_again_at, created_at, id)
  where channel = 'phone' and status in ('waiting', 'sent', 'opened');
create index invitations_reminding on invitations (survey_id, sent_at)
  where status in ('sent', 'opened') and reminded_at is null;
