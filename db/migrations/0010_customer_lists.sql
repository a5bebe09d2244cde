-- Indexes of the customer list, the search and the timeline.

-- Names that begin with what was typed, whatever the collation of the database.
create index customers_joined_prefix on customers (joined_key text_pattern_ops) where deleted_at is null;

-- "Never" is before every day, so that one order and one row comparison serve nulls too.
create index customers_last_purchase on customers ((coalesce(last_purchase_on, '-infinity'::date)) desc, id desc);

-- Filters that keep few rows. Stage, tier and mood change seldom.
create index customers_stage on customers (stage);
create index customers_tier on customers (tier) where tier <> 'normal';
create index customers_mood on customers (mood) where mood in ('angry', 'upset', 'happy');

-- The changes of cases that a timeline shows; 'opened' is read from the cases themselves, so opening pays nothing.
create index case_changes_story on case_changes (customer_id, at desc, id desc)
  where change in ('solved', 'judged', 'reopened', 'refused');
