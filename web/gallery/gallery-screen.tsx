import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { IconArrowUpRight, IconFlame, IconGift, IconMessage, IconPhone } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useConnection } from '../live.ts'
import { CalendarGrid } from '../ui/calendar-grid.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { type Column, DataTable, type Sort } from '../ui/data-table.tsx'
import { DateText } from '../ui/date-text.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorLine } from '../ui/error-line.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { FilterBar } from '../ui/filter-bar.tsx'
import { useFormat } from '../ui/format.ts'
import { JalaliDateInput } from '../ui/jalali-date-input.tsx'
import { JalaliDateTimeInput } from '../ui/jalali-date-time-input.tsx'
import { MoneyInput } from '../ui/money-input.tsx'
import { MoneyText } from '../ui/money-text.tsx'
import { NumberInput } from '../ui/number-input.tsx'
import { Page } from '../ui/page.tsx'
import { PersonText } from '../ui/person-text.tsx'
import { PhoneInput } from '../ui/phone-input.tsx'
import { PrintButton } from '../ui/print-button.tsx'
import { Section } from '../ui/section.tsx'
import { ListSkeleton } from '../ui/skeletons.tsx'
import { Stat, Stats } from '../ui/stat.tsx'
import { StatusBadge, type Tone } from '../ui/status-badge.tsx'
import { Timeline, TimelineDay, TimelineItem } from '../ui/timeline.tsx'
import { undoable } from '../ui/undoable.tsx'

type Row = {
  id: string
  name: string
  subject: string
  state: [Tone, string]
  rials: number
  due: string
  phone: string
}

const NAMES = ['مریم احمدی', 'شرکت پارس‌تجهیز', 'علی رضایی', 'Sara Johnson', 'حسین موسوی‌نژاد', 'زهرا کریمی']
const SUBJECTS = [
  'یخچال پس از سه روز خراب شد',
  'تأخیر در تحویل',
  'درخواست فاکتور رسمی',
  'Broken door handle',
  'پیشنهاد برای بسته‌بندی',
]
const STATES: [Tone, string][] = [
  ['accent', 'تازه'],
  ['info', 'در دست رسیدگی'],
  ['warn', 'نزدیک مهلت'],
  ['bad', 'تخطی از مهلت'],
  ['good', 'حل‌شده'],
]
const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `r${i}`,
    name: NAMES[i % NAMES.length]!,
    subject: SUBJECTS[i % SUBJECTS.length]!,
    state: STATES[i % STATES.length]!,
    rials: ((i * 7_919) % 900) * 1_000_000,
    due: new Date(Date.UTC(2026, 10, 24, 10) + (i - 4) * 5_400_000).toISOString(),
    phone: `+98912${String(1_000_000 + i * 7_331).slice(-7)}`,
  }))

/** Every component beside every other, on made-up data; only in development. */
export function GalleryScreen() {
  const format = useFormat()
  const [day, setDay] = useState<string | null>('2026-11-24')
  const [at, setAt] = useState<string | null>('2026-11-25T06:30:00.000Z')
  const [rials, setRials] = useState<number | null>(50_000_000)
  const [n, setN] = useState<number | null>(1250)
  const [phone, setPhone] = useState('+989121234567')
  const [files, setFiles] = useState<File[]>([])
  const [sort, setSort] = useState<Sort>({ key: 'due', direction: 'asc' })
  const [selected, setSelected] = useState<Set<string>>(new Set(['r1']))
  const [query, setQuery] = useState('')
  const connection = useConnection()
  const rows = useMemo(() => rowsOf(new URLSearchParams(window.location.search).has('many') ? 5000 : 8), [])
  const columns: Column<Row>[] = [
    {
      key: 'name',
      header: 'مشتری',
      sortable: true,
      width: 'minmax(11rem, 1.2fr)',
      cell: (row) => <PersonText name={row.name} avatar />,
    },
    { key: 'subject', header: 'موضوع', width: 'minmax(12rem, 2fr)', cell: (row) => row.subject },
    {
      key: 'state',
      header: 'وضعیت',
      card: 'badge',
      width: '9rem',
      cell: (row) => <StatusBadge tone={row.state[0]}>{row.state[1]}</StatusBadge>,
    },
    {
      key: 'due',
      header: 'مهلت',
      sortable: true,
      cell: (row) => <DateText value={row.due} show="relative" />,
    },
    {
      key: 'rials',
      header: 'مبلغ',
      sortable: true,
      align: 'end',
      cell: (row) => <MoneyText rials={row.rials} />,
    },
    { key: 'phone', header: 'تلفن', isOptional: true, cell: (row) => format.phone(row.phone) },
  ]
  return (
    <Page
      title="نگارخانهٔ اجزا"
      subtitle={`اتصال: ${connection}`}
      breadcrumbs={[
        { label: 'میز کار', to: '/desk' },
        { label: 'مشتریان', to: '/customers' },
      ]}
      actions={
        <>
          <Button leftSection={<IconGift size={18} />}>جبران</Button>
          <Button variant="default">ارجاع</Button>
          <PrintButton />
        </>
      }
    >
      <Stats>
        <Stat
          label="رضایت مشتری"
          value={format.percent(0.824, 1)}
          n={1284}
          interval={[format.percent(0.803, 1), format.percent(0.845, 1)]}
          change={{ text: '۳ واحد', direction: 'up', isGood: true }}
          to="/lead"
        />
        <Stat
          label="پرونده‌های باز"
          value={format.number(1342)}
          caption="این هفته"
          change={{ text: '۱۲٪', direction: 'up', isGood: false }}
        />
        <Stat label="تخطی از مهلت" value={format.number(7)} tone="bad" caption="امروز" to="/desk" />
        <Stat
          label="جبران این ماه"
          value={<MoneyText rials={1_250_000_000} />}
          caption="از ۲۰ میلیون تومان بودجه"
        />
      </Stats>
      <FilterBar
        search={{ value: query, onChange: setQuery }}
        active={[
          { key: 'a', label: 'شکایت', onRemove: () => {} },
          { key: 'b', label: 'شعبهٔ ونک', onRemove: () => {} },
        ]}
        onClear={() => {}}
        end={`${format.number(rows.length)} پرونده`}
      >
        <Select
          data={['همه', 'شکایت', 'پرسش']}
          placeholder="گونه"
          aria-label="گونه"
          w={{ base: '100%', sm: 160 }}
        />
        <Checkbox label="فقط مال من" />
      </FilterBar>
      <Section flush>
        <DataTable
          label="پرونده‌ها"
          name="gallery"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => `/customers/${row.id}`}
          sort={sort}
          onSort={setSort}
          selected={selected}
          onSelect={setSelected}
          bulkActions={
            <Button size="compact-sm" variant="light">
              سپردن به من
            </Button>
          }
          rowTone={(row) => (row.state[0] === 'bad' ? 'bad' : row.state[0] === 'warn' ? 'warn' : undefined)}
          height="26rem"
        />
      </Section>
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(20rem, 100%), 1fr))',
          gap: '1.25rem',
        }}
      >
        <Section title="ورودی‌ها">
          <div style={{ display: 'grid', gap: '0.875rem' }}>
            <TextInput label="موضوع" placeholder="یک جمله" required />
            <JalaliDateInput label="تاریخ خرید" value={day} onChange={setDay} max="2026-12-31" />
            <JalaliDateTimeInput
              label="موعد قول"
              value={at}
              onChange={setAt}
              suggestions={[
                { label: 'امروز ۱۷', value: '2026-11-24T13:30:00.000Z' },
                { label: 'فردا ۱۰', value: '2026-11-25T06:30:00.000Z' },
              ]}
            />
            <MoneyInput label="مبلغ جبران" value={rials} onChange={setRials} />
            <NumberInput label="مهلت پاسخ" value={n} onChange={setN} min={0} max={1000} unit="ساعت" />
            <PhoneInput label="موبایل" value={phone} onChange={setPhone} />
            <Textarea
              label="پاسخ"
              autosize
              minRows={2}
              placeholder="با مشتری با نام و محترمانه سخن بگویید…"
            />
            <FileDrop files={files} onChange={setFiles} multiple />
            <ErrorLine
              error={
                new ApiError(
                  409,
                  'authority_exceeded',
                  {},
                  'این مبلغ از اختیار شما بیشتر است. برای تأیید به سرپرست بفرستید.',
                )
              }
            />
            <Button onClick={() => undoable({ message: 'پرونده به شما سپرده شد.', undo: () => {} })}>
              انجام با برگشت
            </Button>
          </div>
        </Section>
        <Section title="سرگذشت" note={`${format.number(4)} رویداد`} tone="warn">
          <Timeline>
            <TimelineDay day="2026-11-24" />
            <TimelineItem
              icon={IconMessage}
              tone="accent"
              title={<PersonText name="مریم احمدی" />}
              at="2026-11-24T10:12:00Z"
              look="bubble"
            >
              یخچالی که سه روز پیش خریدم دیگر خنک نمی‌کند. لطفاً زودتر کسی را بفرستید، داروی مادرم در آن است.
            </TimelineItem>
            <TimelineItem icon={IconMessage} tone="info" title="شما" at="2026-11-24T10:20:00Z" look="own">
              خانم احمدی، از این پیشامد متأسفیم. کارشناس ما امروز پیش از ساعت ۱۷ نزد شماست.
            </TimelineItem>
            <TimelineItem icon={IconPhone} title="تماس با کارشناس" at="2026-11-24T10:31:00Z">
              ۴ دقیقه
            </TimelineItem>
            <TimelineItem
              icon={IconFlame}
              tone="bad"
              title="تخطی از مهلت نخستین پاسخ"
              at="2026-11-24T11:00:00Z"
            />
          </Timeline>
        </Section>
        <Section
          title="تقویم"
          actions={
            <Button variant="subtle" size="compact-sm" rightSection={<IconArrowUpRight size={16} />}>
              همه
            </Button>
          }
        >
          <CalendarGrid value={day} onPick={setDay} holidays={{ '2026-11-28': 'تعطیل رسمی' }} />
        </Section>
        <Section title="حالت‌ها">
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem' }}>
            {(['neutral', 'info', 'good', 'warn', 'bad', 'accent'] as const).map((tone) => (
              <StatusBadge key={tone} tone={tone}>
                {tone}
              </StatusBadge>
            ))}
            <Copyable value="HM4821-7">{format.digits('HM4821-7')}</Copyable>
          </div>
          <EmptyState
            compact
            title="قولی برای امروز نیست"
            hint="قول را هنگام پاسخ دادن با کلید P ثبت کنید."
          />
          <ErrorState compact error={new ApiError(0, 'network_unreachable')} onRetry={() => {}} />
          <ListSkeleton count={2} />
        </Section>
      </div>
    </Page>
  )
}
