import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, startTestApp, type TestApp } from '../../../server/test/app.ts'
import { buildBranch, buildPerson } from '../../../server/test/build.ts'

let t: TestApp
let branch: { id: string }
beforeAll(async () => {
  t = await startTestApp()
  branch = await buildBranch(t, { name: 'ونک' })
})
afterAll(() => t.close())

let address = 0
const from = () => `10.1.${Math.floor(address / 250)}.${(address++ % 250) + 1}`
const page = (url: string, cookie = '', ip = from()) =>
  t.anonymous.inject({ method: 'GET', url, headers: { cookie }, remoteAddress: ip })

function multipart(fields: Record<string, string>, file?: { name: string; type: string; bytes: Buffer }) {
  const boundary = 'test-boundary-1'
  const parts: Buffer[] = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  )
  if (file)
    parts.push(
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="photo"; filename="${file.name}"\r\ncontent-type: ${file.type}\r\n\r\n`,
      ),
      file.bytes,
      Buffer.from('\r\n'),
    )
  return {
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}

const post = (
  url: string,
  fields: Record<string, string>,
  options: { cookie?: string; ip?: string; file?: { name: string; type: string; bytes: Buffer } } = {},
) => {
  const body = multipart(fields, options.file)
  return t.anonymous.inject({
    method: 'POST',
    url,
    payload: body.payload,
    headers: { ...body.headers, cookie: options.cookie ?? '' },
    remoteAddress: options.ip ?? from(),
  })
}
const cookieOf = (answer: Answer) => String(answer.headers['set-cookie']).split(';')[0]!

let people = 0
async function complain(
  text = 'اتو را دیروز خریدم و امروز بخار نمی‌دهد.',
  phone = `0912555${String(1000 + people++)}`,
) {
  const form = await page('/portal/new')
  const key = /name="key" value="([^"]+)"/.exec(form.text)![1]!
  const sent = await post('/portal/new', { key, text, name: 'پریسا نادری', phone })
  expect(sent.status).toBe(303)
  const cookie = cookieOf(sent)
  const shown = await page('/portal/case?new=1', cookie)
  const code = await t.services.database.db
    .selectFrom('cases')
    .select(['code', 'id', 'customer_id'])
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return { key, cookie, shown, phone, ...code }
}

describe('complaining', () => {
  test('three fields are enough; the page that follows shows the code and names where it is', async () => {
    const { shown } = await complain()
    expect(shown.status).toBe(200)
    expect(shown.text).toContain('کد پیگیری')
    expect(shown.text).toContain('ونک')
    expect(shown.text).not.toContain('<script')
  })

  test('bad input loses nothing and says what to do, beside the field', async () => {
    const answer = await post('/portal/new', {
      text: 'نوشتهٔ من <b>مهم</b> است',
      name: 'پریسا',
      phone: '۰۹۱۲',
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('نوشتهٔ من &lt;b&gt;مهم&lt;/b&gt; است')
    expect(answer.text).toContain('این شماره کامل نیست')
  })

  test('an impatient finger sends one complaint', async () => {
    const form = await page('/portal/new')
    const key = /name="key" value="([^"]+)"/.exec(form.text)![1]!
    const fields = { key, text: 'دو بار فشار دادم', name: 'کاوه', phone: '09125559999' }
    const answers = await Promise.all([
      post('/portal/new', fields),
      post('/portal/new', fields),
      post('/portal/new', fields),
    ])
    expect(answers.map((a) => a.status)).toEqual([303, 303, 303])
    const count = await t.services.database.db
      .selectFrom('interactions')
      .select((eb) => eb.fn.countAll().as('n'))
      .where('body', '=', 'دو بار فشار دادم')
      .executeTakeFirstOrThrow()
    expect(Number(count.n)).toBe(1)
  })

  test('a photo is kept as a clean JPEG; a page dressed as a photo is refused and the text is kept', async () => {
    const bytes = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#a00' } })
      .png()
      .toBuffer()
    const good = await post(
      '/portal/new',
      { text: 'عکس دارم', name: 'کاوه', phone: '09125550001' },
      { file: { name: '../../عکس.png', type: 'image/png', bytes } },
    )
    expect(good.status).toBe(303)
    const shown = await page('/portal/case', cookieOf(good))
    const src = /src="(\/portal\/case\/file\/[^"]+)"/.exec(shown.text)![1]!
    const file = await page(src, cookieOf(good))
    expect(file.headers['content-type']).toBe('image/jpeg')
    expect((await page(src)).status).not.toBe(200)
    const bad = await post(
      '/portal/new',
      { text: 'متن من', name: 'کاوه', phone: '09125550002' },
      {
        file: {
          name: 'x.png',
          type: 'image/png',
          bytes: Buffer.from('<html><script>alert(1)</script></html>'),
        },
      },
    )
    expect(bad.status).toBe(422)
    expect(bad.text).toContain('متن من')
  })
})

describe('following', () => {
  test('code and phone open the case in any digits; a wrong code and a wrong phone get the same answer', async () => {
    const { code, phone } = await complain()
    const persian = code.replace(/\d/g, (d) => '۰۱۲۳۴۵۶۷۸۹'[Number(d)]!)
    const right = await t.anonymous.inject({
      method: 'POST',
      url: '/portal/follow',
      payload: new URLSearchParams({ code: persian, phone }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      remoteAddress: from(),
    })
    expect(right.status).toBe(303)
    const wrong = async (fields: Record<string, string>) => {
      const answer = await t.anonymous.inject({
        method: 'POST',
        url: '/portal/follow',
        payload: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        remoteAddress: from(),
      })
      return `${answer.status} ${answer.text.replace(/value="[^"]*"/g, '')}`
    }
    const wrongPhone = await wrong({ code, phone: '09121110000' })
    expect(wrongPhone).toContain('422')
    expect(await wrong({ code: '1234567890', phone })).toBe(wrongPhone)
  })

  test('guessing is stopped', async () => {
    const ip = from()
    let last = 0
    for (let i = 0; i < 25; i++)
      last = (
        await t.anonymous.inject({
          method: 'POST',
          url: '/portal/follow',
          payload: `code=${1000000000 + i}&phone=09120000000`,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          remoteAddress: ip,
        })
      ).status
    expect(last).toBe(429)
  })

  test('the same form sent again on a bad line counts once; other complaints of a phone are rationed', async () => {
    const fields = { text: 'پنکه کار نمی‌کند', name: 'تماس مکرر', phone: '09125550000' }
    const again = await Promise.all(
      Array.from({ length: 12 }, () => post('/portal/new', { ...fields, key: 'one-form-sent-again' })),
    )
    expect(new Set(again.map((answer) => `${answer.status} ${cookieOf(answer).split('.')[0]}`)).size).toBe(1)
    expect(again[0]!.status).toBe(303)
    const others: number[] = []
    for (let i = 0; i < 8; i++)
      others.push((await post('/portal/new', { ...fields, key: `other-form-number-${i}` })).status)
    expect(others).toEqual([303, 303, 303, 303, 303, 303, 303, 429])
    const refused = await post('/portal/new', { ...fields, key: 'other-form-number-9' })
    expect(refused.text).toMatch(/تلاش‌ها زیاد شد\. [\d۰-۹]+ (ساعت|دقیقه|ثانیه)/)
  })

  test('a forged or foreign cookie opens nothing', async () => {
    const one = await complain()
    const two = await complain()
    const forged = one.cookie.replace(one.id, two.id)
    expect((await page('/portal/case', forged)).status).toBe(303)
    expect((await post('/portal/case/reply', { text: 'x' }, { cookie: forged })).status).toBe(303)
    const count = await t.services.database.db
      .selectFrom('interactions')
      .select((eb) => eb.fn.countAll().as('n'))
      .where('body', '=', 'x')
      .executeTakeFirstOrThrow()
    expect(Number(count.n)).toBe(0)
  })
})

describe('the conversation', () => {
  test('answer, promise, own reply and verdict all show; notes and markup do not', async () => {
    const { cookie, customer_id, id } = await complain('سلام. <img src=x onerror=alert(1)>')
    const person = await buildPerson(t, { branchId: branch.id, fullName: 'لیلا رضایی' })
    const desk = await t.as(person)
    const path = `/customers/${customer_id}/cases/${id}`
    await desk.post(`${path}/interactions`, { kind: 'note', text: 'مشتری حساس است' })
    const due = new Date(Date.now() + 26 * 3_600_000).toISOString()
    const reply = await desk.post(`${path}/replies`, {
      text: 'حق با شماست؛ فردا تعویض می‌کنیم.',
      next: 'wait',
      promise: { text: 'تعویض اتو', dueAt: due },
    })
    expect(reply.status).toBe(201)
    let shown = (await page('/portal/case', cookie)).text
    expect(shown).toContain('لیلا رضایی')
    expect(shown).toContain('تعویض اتو')
    expect(shown).not.toContain('مشتری حساس است')
    expect(shown).not.toContain('<img src=x')
    await post('/portal/case/reply', { text: 'باشد، منتظرم' }, { cookie })
    expect((await desk.get(path)).body).toMatchObject({ status: 'open', turn: 'us' })
    await desk.post(`${path}/replies`, {
      text: 'تعویض شد.',
      next: 'solve',
      outcome: 'win_win',
      rootCause: 'product_defect',
    })
    shown = (await page('/portal/case', cookie)).text
    expect(shown).toContain('داور شمایید')
    const judged = await t.anonymous.inject({
      method: 'POST',
      url: '/portal/case/verdict',
      payload: 'score=9&comment=ok&solved=yes',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
      remoteAddress: from(),
    })
    expect(judged.status).toBe(303)
    expect((await desk.get(path)).body).toMatchObject({ status: 'judged', verdictScore: 9 })
  })

  test('the welcome is in the language of the reader, or Hamdel’s own sentence in it', async () => {
    const write = (portal_intro: string, portal_intro_en: string) =>
      t.services.database.db.updateTable('company').set({ portal_intro, portal_intro_en }).execute()
    await write('به مهر خوش آمدید.', '')
    expect((await page('/portal')).text).toContain('به مهر خوش آمدید.')
    const english = (await page('/portal?lang=en')).text
    expect(english).not.toContain('به مهر')
    expect(english).toMatch(/class="lead">[A-Z]/)
    await write('به مهر خوش آمدید.', 'Welcome to Mehr.')
    expect((await page('/portal/new?lang=en')).text).toContain('Welcome to Mehr.')
    await write('', '')
    expect((await page('/portal')).text).toMatch(/class="lead">[آ-ی]/)
  })

  test('the first page without the font is at most 50 kB and is complete in English too', async () => {
    const html = (await page('/portal/new')).text.length
    const css = readFileSync(new URL('../../../portal/assets/portal.css', import.meta.url)).length
    expect(html + css).toBeLessThan(50_000)
    const english = await page('/portal/new?lang=en')
    expect(english.text).toContain('dir="ltr"')
    expect(english.text).toContain('What happened?')
    expect(english.text).not.toMatch(/cases\.portal\./)
  })
})
