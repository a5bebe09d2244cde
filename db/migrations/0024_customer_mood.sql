-- A complaint changes the customer's mood as it changes the last contact: it stands beside it, for the same reason.
alter table customer_activity
  add column mood text not null default 'unknown' check (mood in ('unknown', 'angry', 'upset', 'neutral', 'happy')),
  add column mood_at timestamptz;
update customer_activity a set mood = c.mood, mood_at = c.mood_at from customers c
where c.id = a.customer_id and c.mood <> 'unknown';
alter table customers drop column mood, drop column mood_at;
-- A filter that keeps few.
create index customer_activity_mood on customer_activity (mood) where mood in ('angry', 'upset', 'happy');
