import { useTranslation } from 'react-i18next'
import type { components } from '../../../api/types.ts'
import type { useFormat } from '../../../web/ui/format.ts'
import { linesOf, stepsOf } from './answering.ts'
import { type Definition, type Question, say } from './instrument-types.ts'
import classes from './question-result.module.css'
import bars from './survey-bars.module.css'

export type TableItem = components['schemas']['QuestionTable']['items'][number]
type Props = {
  item: TableItem
  definition: Definition
  floor: number
  format: ReturnType<typeof useFormat>
  locale: 'fa' | 'en'
}

/** One line of the table: the question, its figures, and how the answers spread. */
export function QuestionResult({ item, definition, floor, format, locale }: Props) {
  const { t } = useTranslation()
  const at = definition.questions.findIndex((one) => one.code === item.questionCode)
  const question = definition.questions[at]
  const line = question && linesOf(question).find((one) => one.code === item.code)
  if (!question || !line) return null
  const isFirst = linesOf(question)[0]?.code === item.code
  return (
    <li className={classes.item}>
      <div className={classes.text}>
        {isFirst && (
          <div>
            <span className={classes.number}>{format.number(at + 1)}</span>{' '}
            <bdi>{say(question.text, locale)}</bdi>
          </div>
        )}
        {line.row && <div className={classes.row}>{say(line.row.text, locale)}</div>}
        {item.isReversed && <small>{t('surveys.screens.questions.reversed')}</small>}
      </div>
      {item.n === null ? (
        <div className={classes.hidden}>{t('surveys.screens.questions.hidden', { floor })}</div>
      ) : (
        <>
          <Figures item={item} question={question} format={format} />
          <Spread item={item} question={question} format={format} locale={locale} />
        </>
      )}
    </li>
  )
}

function Figures({ item, question, format }: Pick<Props, 'item' | 'format'> & { question: Question }) {
  const { t } = useTranslation()
  const isNumeric = question.kind === 'scale' || question.kind === 'matrix'
  return (
    <dl className={classes.figures}>
      <div>
        <dt>{t('surveys.screens.questions.n')}</dt>
        <dd>{format.number(item.n ?? 0)}</dd>
      </div>
      {isNumeric && item.mean !== null && (
        <>
          <div>
            <dt>{t('surveys.screens.questions.mean')}</dt>
            <dd>
              <b>{format.number(item.mean, 2)}</b>
              {item.sd !== null && <small> ±{format.number(item.sd, 2)}</small>}
            </dd>
          </div>
          <div>
            <dt>{t('surveys.screens.questions.topTwo')}</dt>
            <dd>{item.topTwo === null ? '—' : format.percent(item.topTwo)}</dd>
          </div>
        </>
      )}
      {(item.dontKnow ?? 0) > 0 && (
        <div>
          <dt>{t('surveys.answering.dontKnow')}</dt>
          <dd>{format.number(item.dontKnow ?? 0)}</dd>
        </div>
      )}
    </dl>
  )
}

function Spread({
  item,
  question,
  format,
  locale,
}: Pick<Props, 'item' | 'format' | 'locale'> & { question: Question }) {
  const { t } = useTranslation()
  const counts = item.distribution ?? {}
  const n = item.n ?? 0
  if (question.kind === 'text')
    return <div className={classes.hidden}>{t('surveys.screens.questions.seeVerbatims')}</div>
  if (question.kind === 'choice' || question.kind === 'multi')
    return (
      <ul className={bars.bars}>
        {question.options.map((option) => {
          const count = counts[option.code] ?? 0
          return (
            <li key={option.code} className={bars.bar}>
              <span className={bars.label}>
                <bdi>{say(option.text, locale)}</bdi>
              </span>
              <span className={bars.track} aria-hidden="true">
                <span className={bars.fill} style={{ inlineSize: `${n === 0 ? 0 : (count / n) * 100}%` }} />
              </span>
              <span className={bars.value}>
                <b>{format.percent(n === 0 ? 0 : count / n)}</b> <small>{format.number(count)}</small>
              </span>
            </li>
          )
        })}
      </ul>
    )
  const steps = stepsOf(question)
  const most = Math.max(1, ...steps.map((step) => counts[step] ?? 0))
  const isBest = (step: number) => (item.isReversed ? step <= question.min + 1 : step >= question.max - 1)
  return (
    <div>
      <ol className={classes.steps} style={{ '--steps': steps.length } as React.CSSProperties}>
        {steps.map((step) => {
          const count = counts[step] ?? 0
          return (
            <li key={step} data-best={isBest(step) || undefined}>
              <small>{count > 0 ? format.number(count) : ''}</small>
              <span className={classes.column} aria-hidden="true">
                <span style={{ blockSize: `${(count / most) * 100}%` }} />
              </span>
              <span>
                {count === 0 && <span className="visually-hidden">{format.number(0)}، </span>}
                {format.number(step)}
              </span>
            </li>
          )
        })}
      </ol>
      <div className={classes.poles} aria-hidden="true">
        <span>{say(question.minPole, locale)}</span>
        <span>{say(question.maxPole, locale)}</span>
      </div>
    </div>
  )
}
