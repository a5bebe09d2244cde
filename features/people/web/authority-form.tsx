import { Button, Group, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, take, withKey } from '../../../api/client.ts'
import { useAction } from '../../../web/query.ts'
import { ErrorLine } from '../../../web/ui/error-line.tsx'
import { useFieldErrors } from '../../../web/ui/error-words.ts'
import { MoneyInput } from '../../../web/ui/money-input.tsx'
import { tellError, undoable } from '../../../web/ui/undoable.tsx'
import { BudgetMeter } from './budget-meter.tsx'
import classes from './people.module.css'
import type { PersonDetail } from './people-queries.ts'

type Limits = { single: number; budget: number }

/** How much a colleague may give away alone. Money moves at once; more than this waits for approval. */
export function AuthorityForm({ person, isMe }: { person: PersonDetail; isMe: boolean }) {
  const { t } = useTranslation()
  const saved = { single: Number(person.maxSingleRials), budget: Number(person.monthlyBudgetRials) }
  const [single, setSingle] = useState<number | null>(saved.single)
  const [budget, setBudget] = useState<number | null>(saved.budget)
  const put = useAction({
    run: (limits: Limits, key) =>
      take(
        api.PUT('/api/v1/people/{personId}/authority', {
          params: { path: { personId: person.id } },
          body: { maxSingleRials: limits.single, monthlyBudgetRials: limits.budget },
          headers: withKey(key),
        }),
      ),
    stale: [['people'], ['lead'], ['me']],
  })
  const errors = useFieldErrors(put.error)
  const isOver = single !== null && budget !== null && single > budget
  const isSame = single === saved.single && budget === saved.budget
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await put.runAsync({ single: single!, budget: budget! }).catch(() => undefined)
    if (done)
      undoable({
        message: t('people.authority.saved', { name: person.fullName }),
        undo: () => put.runAsync(saved).catch(tellError),
      })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <BudgetMeter spent={person.spentThisMonthRials} budget={person.monthlyBudgetRials} />
        <div className={classes.pair}>
          <MoneyInput
            label={t('people.authority.single')}
            value={single}
            onChange={setSingle}
            readOnly={isMe}
            error={isOver ? t('errors.authority_over_budget') : errors.maxSingleRials}
          />
          <MoneyInput
            label={t('people.authority.budget')}
            value={budget}
            onChange={setBudget}
            readOnly={isMe}
            error={errors.monthlyBudgetRials}
          />
        </div>
        <p className={classes.note}>{t(isMe ? 'errors.own_authority' : 'people.authority.hint')}</p>
        <ErrorLine error={put.error} />
        {!isMe && (
          <Group justify="flex-end">
            <Button
              type="submit"
              loading={put.isRunning}
              disabled={isOver || isSame || single === null || budget === null}
            >
              {t('ui.save')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}
