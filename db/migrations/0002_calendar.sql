-- The business calendar: weekly hours, closed days, exceptions of a branch.
create table business_hours (
  id uuid primary key,
  branch_id uuid references branches,
  -- 0 = Saturday … 6 = Friday
  weekday int not null check (weekday between 0 and 6),
  opens_at time not null,
  closes_at time not null,
  check (opens_at < closes_at)
);
create unique index business_hours_once on business_hours
  (coalesce(branch_id, '00000000-0000-0000-0000-000000000000'), weekday, opens_at);

create table calendar_days (
  id uuid primary key,
  branch_id uuid references branches,
  on_date date not null,
  kind text not null check (kind in ('closed', 'special')),
  -- Hours of a special day; a closed day has none.
  opens_at time,
  closes_at time,
  title text not null,
  check ((kind = 'special') = (opens_at is not null and closes_at is not null)),
  check (opens_at is null or opens_at < closes_at)
);
create unique index calendar_days_once on calendar_days
  (coalesce(branch_id, '00000000-0000-0000-0000-000000000000'), on_date);
