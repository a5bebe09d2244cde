import { sql } from 'kysely'
import type { Context } from '../../server/lib/context.ts'
import { newId } from '../../server/lib/id.ts'
import { type Change, rememberChanges } from './changes.ts'
import { column } from './columns.ts'
import type { Outcome } from './match.ts'
import type { AnswerRow } from './survey-rows.ts'

interface StoredAnswer {
  id: string
  customerId: string
  survey: string
  question: string
  date: string
  answer: string
  score: number | null
}

const keyOf = (a: Pick<StoredAnswer, 'customerId' | 'survey' | 'question' | 'date'>) =>
  `${a.customerId}\u001f${a.survey}\u001f${a.question}\u001f${a.date}`

/** Writes survey answers: the same question of the same survey on the same day is one answer. */
export async function placeAnswers(
  ctx: Context,
  facts: { importId: string; policy: 'update' | 'skip'; isDryRun: boolean },
  rows: readonly { row: AnswerRow; customerId: string }[],
): Promise<Outcome[]> {
  const wanted = rows.flatMap(({ row, customerId }) =>
    row.answers.map(({ question }) => ({ customerId, survey: row.survey, question, date: row.date })),
  )
  if (wanted.length === 0) return []
  const { rows: found } = await sql<StoredAnswer>`
    select a.id, a.customer_id as "customerId", a.survey, a.question, a.answered_on as date, a.answer, a.score
    from unnest(
      ${column(
        wanted.map((a) => a.customerId),
        'uuid',
      )}, ${column(
        wanted.map((a) => a.survey),
        'text',
      )},
      ${column(
        wanted.map((a) => a.question),
        'text',
      )}, ${column(
        wanted.map((a) => a.date),
        'date',
      )}
    ) as u (customer_id, survey, question, answered_on)
    join survey_answers a on a.customer_id = u.customer_id and a.survey = u.survey and a.question = u.question
      and a.answered_on = u.answered_on`.execute(ctx.db)
  const known = new Map(found.map((answer) => [keyOf(answer), answer]))
  const inserts = new Set<StoredAnswer>()
  const updates = new Set<StoredAnswer>()
  const changes: Change[] = []
  const outcomes = rows.map(({ row, customerId }): Outcome => {
    let outcome: Outcome = 'unchanged'
    for (const { question, answer, score } of row.answers) {
      const key = { customerId, survey: row.survey, question, date: row.date }
      const there = known.get(keyOf(key))
      if (!there) {
        const made = { id: newId(), ...key, answer, score }
        known.set(keyOf(key), made)
        inserts.add(made)
        changes.push({ entity: 'survey_answer', customerId, entityId: made.id, before: null })
        outcome = 'inserted'
      } else if (facts.policy === 'update' && (there.answer !== answer || there.score !== score)) {
        if (!inserts.has(there) && !updates.has(there)) {
          const before = { answer: there.answer, score: there.score }
          changes.push({ entity: 'survey_answer', customerId, entityId: there.id, before })
          updates.add(there)
        }
        Object.assign(there, { answer, score })
        if (outcome === 'unchanged') outcome = 'updated'
      }
    }
    return outcome
  })
  if (facts.isDryRun) return outcomes
  const added = [...inserts]
  if (added.length)
    await sql`
      insert into survey_answers (customer_id, id, survey, question, answered_on, answer, score, import_id)
      select u.*, ${facts.importId}::uuid from unnest(
        ${column(
          added.map((a) => a.customerId),
          'uuid',
        )}, ${column(
          added.map((a) => a.id),
          'uuid',
        )},
        ${column(
          added.map((a) => a.survey),
          'text',
        )}, ${column(
          added.map((a) => a.question),
          'text',
        )},
        ${column(
          added.map((a) => a.date),
          'date',
        )}, ${column(
          added.map((a) => a.answer),
          'text',
        )},
        ${column(
          added.map((a) => a.score),
          'numeric',
        )}
      ) as u`.execute(ctx.db)
  const changed = [...updates]
  if (changed.length)
    await sql`
      update survey_answers a set answer = u.answer, score = u.score
      from unnest(
        ${column(
          changed.map((a) => a.customerId),
          'uuid',
        )}, ${column(
          changed.map((a) => a.id),
          'uuid',
        )},
        ${column(
          changed.map((a) => a.answer),
          'text',
        )}, ${column(
          changed.map((a) => a.score),
          'numeric',
        )}
      ) as u (customer_id, id, answer, score)
      where a.customer_id = u.customer_id and a.id = u.id`.execute(ctx.db)
  await rememberChanges(ctx, facts.importId, changes)
  return outcomes
}
