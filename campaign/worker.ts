import { type Ask, insist, type Reply, type Traffic } from './client.ts'
import type { Entry, Kind, Ledger } from './ledger.ts'
import { type Cast, type Employee, SINGLE_RIALS } from './prepare.ts'
import type { Random } from './random.ts'

export interface Scene {
  port: number
  cast: Cast
  ledger: Ledger
  traffic: Traffic
  /** Some acknowledged requests, to be sent once more when everything is over. */
  replays: { ask: Ask; reply: Reply }[]
  isOver(): boolean
  /** The next person with a small budget; shared by all workers. */
  nextTight(): Employee
}

interface Case {
  customerId: string
  caseId: string
  /** The customer's proof, when they came by the portal. */
  cookie?: string
  employee: Employee
}

const KINDS = ['complaint', 'request', 'question'] as const
const DAY_MS = 86_400_000
const MAX_REPLAYS = 400

/** One client: opens cases and lives them through to the verdict, one acknowledged step after the other. */
export async function work(scene: Scene, random: Random, name: string): Promise<void> {
  let count = 0
  const recent: Case[] = []
  const nextKey = () => {
    count += 1
    return `${name}-${count}-${random.hex()}${random.hex()}`
  }
  const copies = () => (random.chance(0.7) ? 1 : random.int(2, 3))

  /** Sends, and writes the acknowledgement down before going on. */
  async function act(
    kind: Kind,
    kase: Pick<Case, 'customerId' | 'caseId'> | undefined,
    make: (key: string, marker: string) => Ask,
    facts: (reply: Reply, marker: string) => Partial<Entry>,
  ): Promise<Reply | undefined> {
    const key = nextKey()
    const marker = `نشان ${key}`
    const ask = make(key, marker)
    const reply = await insist(scene.port, ask, random, scene.traffic, copies())
    if (!reply) return undefined
    await scene.ledger.append({
      kind,
      key,
      marker,
      customerId: kase?.customerId ?? '',
      caseId: kase?.caseId ?? '',
      ...facts(reply, marker),
    })
    if (scene.replays.length < MAX_REPLAYS && random.chance(0.05)) scene.replays.push({ ask, reply })
    return reply
  }
  const api = (kase: Case, path: string, body: unknown, key: string, cookie: string): Ask => ({
    method: 'POST',
    path: `/api/v1/customers/${kase.customerId}${path}`,
    body,
    key,
    cookie,
  })
  const caseApi = (
    kase: Case,
    path: string,
    body: unknown,
    key: string,
    cookie = random.pick(kase.employee.cookies),
  ) => api(kase, `/cases/${kase.caseId}${path}`, body, key, cookie)

  async function open(): Promise<Case | undefined> {
    const employee = random.pick(scene.cast.staff)
    const kind = random.pick(KINDS)
    // Some numbers call again and again: two cases of one customer at once.
    const phone = random.chance(0.3)
      ? `0912${2_000_000 + random.int(0, 40)}`
      : `0912${random.int(3_000_000, 9_999_999)}`
    if (random.chance(0.35)) {
      // The portal counts tries per phone: strangers only.
      const stranger = `0935${random.int(1_000_000, 9_999_999)}`
      const found = (reply: Reply) =>
        /^case=([0-9a-f-]{36})\.([0-9a-f-]{36})\./.exec(portalCookie(reply) ?? '')
      const reply = await act(
        'open',
        undefined,
        (key, marker) => ({
          method: 'POST',
          path: '/portal/new',
          form: {
            key,
            text: marker,
            name: 'مشتری درگاه',
            phone: stranger,
            kind,
            branch: scene.cast.branchId,
          },
        }),
        (answer) => ({ customerId: found(answer)?.[1] ?? '', caseId: found(answer)?.[2] ?? '' }),
      )
      const ids = reply && found(reply)
      return ids
        ? { customerId: ids[1]!, caseId: ids[2]!, cookie: portalCookie(reply)!, employee }
        : undefined
    }
    const reply = await act(
      'open',
      undefined,
      (key, marker) => ({
        method: 'POST',
        path: '/api/v1/cases',
        body: { customer: { fullName: 'مشتری تلفنی', phone }, kind, text: marker },
        key,
        cookie: random.pick(employee.cookies),
      }),
      (answer) => ({ customerId: answer.body.customerId, caseId: answer.body.caseId }),
    )
    return reply && { customerId: reply.body.customerId, caseId: reply.body.caseId, employee }
  }

  const hear = (kase: Case) =>
    act(
      'hear',
      kase,
      (key, marker) =>
        kase.cookie
          ? { method: 'POST', path: '/portal/case/reply', cookie: kase.cookie, form: { key, text: marker } }
          : caseApi(kase, '/heard', { text: marker, channel: 'phone' }, key),
      (answer) => ({ id: answer.body?.interactionId }),
    )

  const dueAt = () => new Date(Date.now() + random.int(1, 20) * DAY_MS).toISOString()

  const reply = (kase: Case) => {
    const hasPromise = random.chance(0.5)
    return act(
      'reply',
      kase,
      (key, marker) =>
        caseApi(
          kase,
          '/replies',
          {
            text: marker,
            next: random.pick(['wait', 'keep']),
            ...(hasPromise ? { promise: { text: `قول ${marker}`, dueAt: dueAt() } } : {}),
          },
          key,
        ),
      (answer, marker) => ({
        id: answer.body.interactionId,
        promise: hasPromise ? `قول ${marker}` : undefined,
      }),
    )
  }

  async function promise(kase: Case): Promise<void> {
    const made = await act(
      'promise',
      kase,
      (key, marker) =>
        api(
          kase,
          '/promises',
          { text: marker, dueAt: dueAt(), caseId: kase.caseId },
          key,
          kase.employee.cookies[0]!,
        ),
      (answer) => ({ id: answer.body.promise.id }),
    )
    if (!made || random.chance(0.3)) return
    const { id, version } = made.body.promise
    await act(
      'keep',
      kase,
      (key) => api(kase, `/promises/${id}/keep`, { version }, key, kase.employee.cookies[1]!),
      (answer) => ({ id, status: answer.body.status }),
    )
  }

  /** The same person on several screens at once, each with another case: together more than the month allows. */
  async function spend(): Promise<void> {
    const giver = scene.nextTight()
    const cases = recent.slice(-giver.cookies.length)
    await Promise.all(
      cases.map(async (kase, i) => {
        const amount = random.int(SINGLE_RIALS / 4, SINGLE_RIALS)
        const granted = await act(
          'grant',
          kase,
          (key, marker) =>
            caseApi(
              kase,
              '/compensations',
              { kind: 'discount', amountRials: amount, reason: marker },
              key,
              giver.cookies[i],
            ),
          (answer) => ({ id: answer.body.compensation.id, amount, status: answer.body.compensation.status }),
        )
        if (granted?.body.compensation.status !== 'pending' || random.chance(0.5)) return
        const { id } = granted.body.compensation
        await act(
          'approve',
          kase,
          (key) =>
            api(
              kase,
              `/compensations/${id}/approve`,
              { note: '' },
              key,
              random.pick(random.pick(scene.cast.leads).cookies),
            ),
          () => ({ id, amount, status: 'approved' }),
        )
      }),
    )
  }

  const solve = (kase: Case) =>
    act(
      'solve',
      kase,
      (key) => caseApi(kase, '/solve', { outcome: 'win_win', rootCause: 'delivery_delay' }, key),
      () => ({}),
    )

  const judge = (kase: Case) => {
    const score = random.int(1, 10)
    return act(
      'verdict',
      kase,
      (key, marker) =>
        kase.cookie
          ? {
              method: 'POST',
              path: '/portal/case/verdict',
              cookie: kase.cookie,
              form: { key, score: String(score), comment: marker, solved: 'yes' },
            }
          : caseApi(
              kase,
              '/verdict',
              { score, comment: marker, via: 'phone' },
              key,
              random.pick(random.pick(scene.cast.leads).cookies),
            ),
      () => ({ score }),
    )
  }

  while (!scene.isOver()) {
    const kase = await open()
    if (!kase) continue
    recent.push(kase)
    if (recent.length > 8) recent.shift()
    const steps: (() => Promise<unknown>)[] = []
    if (random.chance(0.4)) steps.push(() => hear(kase))
    steps.push(() => reply(kase))
    if (random.chance(0.4)) steps.push(() => promise(kase))
    if (random.chance(0.5)) steps.push(spend)
    if (random.chance(0.7)) {
      steps.push(() => solve(kase))
      if (random.chance(0.8)) steps.push(() => judge(kase))
    }
    for (const step of steps) if (!scene.isOver()) await step()
  }
}

const portalCookie = (reply: Reply): string | undefined =>
  reply.cookies.find((cookie) => cookie.startsWith('case='))?.split(';')[0]
