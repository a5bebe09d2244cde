import { createHash, randomBytes } from 'node:crypto'
import { joinedKey, searchKey } from '@hamdel/persian'
import pg from 'pg'

export interface Size {
  customers: number
  cases: number
  interactions: number
}

export const SIZES: Record<string, Size> = {
  S: { customers: 10_000, cases: 20_000, interactions: 40_000 },
  M: { customers: 100_000, cases: 200_000, interactions: 400_000 },
  L: { customers: 1_000_000, cases: 2_000_000, interactions: 5_000_000 },
}

const FIRST =
  'علی محمد حسین رضا مهدی امیر سعید حمید مجید ناصر کاظم جواد بهرام فرهاد کیوان آرش سیاوش پژمان نیما بابک فاطمه زهرا مریم زینب سمیه نرگس لیلا شیرین مینا ندا پریسا الهام سارا نازنین مهسا شبنم آزاده گلناز ترانه یاسمن'.split(
    ' ',
  )
const LAST =
  'احمدی محمدی حسینی رضایی کریمی موسوی هاشمی جعفری صادقی مرادی رحیمی قاسمی ابراهیمی حیدری کاظمی نوری اکبری یزدانی شریفی طاهری عباسی سلیمانی فرهادی بهرامی نجفی میرزایی اسدی زارعی رستمی باقری خسروی یوسفی ملکی عزیزی صالحی امینی نادری شفیعی مقدم بختیاری توکلی حاتمی دهقان افشار کیانی پناهی ستوده گودرزی مهدوی وکیلی'.split(
    ' ',
  )
const SUBJECTS = [
  'یخچال صدا می‌دهد',
  'کالا دیر رسید',
  'فاکتور اشتباه است',
  'درخواست نصب',
  'پرسش دربارهٔ گارانتی',
  'رنگ مبل فرق دارد',
  'برخورد فروشنده',
  'قطعهٔ یدکی می‌خواهم',
]
const TEXT =
  'سلام، سفارشی که هفتهٔ پیش داده بودم هنوز کامل به دستم نرسیده و هر بار که تماس می‌گیرم پاسخ روشنی نمی‌شنوم. لطفاً پیگیری کنید.'

/** Parts of names to search for; frequent and rare ones. */
export const SEARCHES = [
  ...LAST.slice(0, 20).map((name) => name.slice(0, 4)),
  ...LAST.slice(20, 40),
  'مریم رضایی',
  'علی کریمی',
]

export interface Prepared {
  cookie: string
  branchId: string
  personId: string
  /** Some customers, spread over all. */
  customerIds: string[]
}

/** What `generate` fills. */
const TABLES = [
  'customers',
  'contact_points',
  'cases',
  'case_codes',
  'interactions',
  'clocks',
  'customer_activity',
]

const quoted = (words: readonly string[]) => `array[${words.map((word) => `'${word}'`).join(',')}]::text[]`
// Ids as UUIDv7 would make them: ordered by time, the rest from a hash of the number.
const uuid = (salt: string, number: string) =>
  `(lpad(to_hex(1690000000000 + ${number}), 12, '0') || '7' || substr(md5('${salt}' || ${number}), 1, 3) || '8' || substr(md5('${salt}' || ${number}), 4, 15))::uuid`

/** Fills an empty installation; the same rows each time. Times lie in the two years before `now`. */
export async function generate(connection: pg.ClientConfig, size: Size): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    // Without triggers (foreign keys, the rows of activity) and with the indexes made at the end: five times as fast.
    await client.query(
      "set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '256MB'; set statement_timeout = 0; set session_replication_role = replica",
    )
    const indexes = (
      await client.query(
        `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
        from pg_index i join pg_class t on t.oid = i.indrelid
        where t.relname = any($1) and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)`,
        [TABLES],
      )
    ).rows as { name: string; definition: string }[]
    for (const { name } of indexes) await client.query(`drop index ${name}`)
    await client.query(`
      insert into branches (id, name) select ${uuid('branch', 'i')}, 'شعبهٔ ' || i from generate_series(1, 7) i`)
    await client.query(`
      insert into customers (id, kind, full_name, search_key, joined_key, branch_id, created_at, updated_at)
      select ${uuid('customer', 'i')}, 'person', f.name || ' ' || l.name, f.search || ' ' || l.search, f.joined || l.joined,
        b.ids[1 + i % array_length(b.ids, 1)], now() - interval '2 years', now() - interval '1 day' * (i % 700)
      from generate_series(1, ${size.customers}) i
      cross join (select array_agg(id order by id) as ids from branches) b
      cross join lateral (select (${quoted(FIRST)})[n] as name, (${quoted(FIRST.map(searchKey))})[n] as search, (${quoted(FIRST.map(joinedKey))})[n] as joined
        from (select 1 + ((i::bigint * 7919 + i / 40) % ${FIRST.length})::int as n) x) f
      cross join lateral (select (${quoted(LAST)})[n] as name, (${quoted(LAST.map(searchKey))})[n] as search, (${quoted(LAST.map(joinedKey))})[n] as joined
        from (select 1 + ((i::bigint * 104729 + i / 50) % ${LAST.length})::int as n) x) l`)
    await client.query(`
      insert into contact_points (customer_id, id, kind, value, normalised, is_primary)
      select ${uuid('customer', 'i')}, ${uuid('phone', 'i')}, 'phone', '+98912' || lpad(i::text, 7, '0'), '+98912' || lpad(i::text, 7, '0'), true
      from generate_series(1, ${size.customers}) i`)
    // Case i belongs to customer 1 + (i × a prime) mod customers: two each, seldom neighbours.
    await client.query(`
      insert into cases (customer_id, id, code, kind, status, turn, turn_since, subject, channel, branch_id, severity, mood, owner_id, opened_at, first_replied_at, last_message_at, solved_at, judged_at, outcome, root_cause, verdict_score, updated_at)
      select c.id, ${uuid('case', 'i')}, lpad((i * 7 % 1000000000)::text, 10, '0'), (array['complaint', 'request', 'question'])[1 + i % 3], s.status,
        case when s.status = 'judged' then 'nobody' when s.status in ('new', 'open') then 'us' else 'customer' end, t.at, (${quoted(SUBJECTS)})[1 + i % ${SUBJECTS.length}],
        (array['portal', 'phone', 'in_person'])[1 + i % 3], c.branch_id, (array['low', 'normal', 'high', 'normal'])[1 + i % 4], 'neutral', p.id, t.at, t.at + interval '2 hours', t.at + interval '1 day',
        case when s.status in ('solved', 'judged') then t.at + interval '1 day' end, case when s.status = 'judged' then t.at + interval '2 days' end,
        case when s.status in ('solved', 'judged') then 'win_win' end, case when s.status in ('solved', 'judged') then 'delivery_delay' end, case when s.status = 'judged' then 1 + i % 10 end, t.at + interval '2 days'
      from generate_series(1, ${size.cases}) i
      join customers c on c.id = ${uuid('customer', `(1 + (i::bigint * 15485863) % ${size.customers})`)}
      cross join (select id from people order by id limit 1) p
      cross join lateral (select case when i % 10 < 7 then 'judged' else (array['new', 'open', 'waiting', 'solved'])[1 + i / 10 % 4] end as status) s
      cross join lateral (select now() - interval '2 years' * (1 - i::float / ${size.cases}) - interval '1 minute' as at) t
      order by c.id`)
    await client.query('analyze customers; analyze cases')
    await client.query(
      'insert into case_codes (code, customer_id, case_id) select code, customer_id, id from cases',
    )
    await client.query(`
      insert into interactions (customer_id, id, case_id, kind, direction, channel, author_name, body, occurred_at)
      select k.customer_id, ${uuid('message', '(n.row * 10 + m)')}, k.id, 'message', case when m % 2 = 0 then 'inbound' else 'outbound' end, k.channel, 'آزمون', '${TEXT}', k.opened_at + interval '1 hour' * m
      from (select row_number() over (order by id) as row, * from cases) n join cases k on k.customer_id = n.customer_id and k.id = n.id
      cross join generate_series(0, ${Math.round(size.interactions / size.cases) - 1}) m
      order by k.customer_id`)
    await client.query(`
      insert into clocks (customer_id, id, case_id, metric, branch_id, target_seconds, near_ratio, started_at, due_at, near_at, stopped_at, near_noticed_at, breached_at, elapsed_seconds, elapsed_business_seconds)
      select k.customer_id, ${uuid('clock', '(k.row * 2 + m.n)')}, k.id, m.metric, k.branch_id, 28800, 0.75, k.opened_at, k.opened_at + interval '3 days', k.opened_at + interval '2 days',
        coalesce(k.solved_at, case when m.n = 0 then k.first_replied_at end), k.opened_at + interval '2 days', case when k.solved_at is null and k.opened_at < now() - interval '3 days' then k.opened_at + interval '3 days' end, 7200, 7200
      from (select row_number() over (order by id) as row, * from cases) k cross join (values (0, 'first_reply'), (1, 'resolution')) m (n, metric)
      order by k.customer_id`)
    await client.query(`
      insert into customer_activity (customer_id, open_case_count, last_contact_at)
      select c.id, coalesce(n.open, 0), coalesce(n.last, '-infinity') from customers c left join (
        select customer_id, count(*) filter (where status <> 'judged') as open, max(last_message_at) as last from cases group by 1) n on n.customer_id = c.id`)
    for (const { definition } of indexes) await client.query(definition)
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}

/** Signs the administrator in and picks customers to look at. */
export async function signIn(connection: pg.ClientConfig): Promise<Prepared> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const person = (
      await client.query("select id, branch_id from people where role = 'administrator' limit 1")
    ).rows[0]
    const token = randomBytes(32).toString('base64url')
    await client.query(
      `insert into sessions (id, token_digest, person_id, expires_at) values (gen_random_uuid(), $1, $2, now() + interval '12 hours')`,
      [createHash('sha256').update(token).digest(), person.id],
    )
    const customers = await client.query(
      'select id from (select id, row_number() over (order by id) as n, count(*) over () as total from customers) x where n % greatest(1, total / 2000) = 0',
    )
    return {
      cookie: `sid=${token}`,
      branchId: person.branch_id,
      personId: person.id,
      customerIds: customers.rows.map((row) => row.id),
    }
  } finally {
    await client.end()
  }
}
