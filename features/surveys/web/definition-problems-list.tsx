import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DefinitionProblem } from './definition-problems.ts'
import classes from './definition-problems-list.module.css'

type Props = { problems: DefinitionProblem[]; onOpen?: (problem: DefinitionProblem) => void }

/** Every place at fault, each with the way to it. */
export function ProblemList({ problems, onOpen }: Props) {
  const { t } = useTranslation()
  if (problems.length === 0) return null
  return (
    <ul className={classes.problems}>
      {problems.map((problem) => (
        <li key={problem.path}>
          <b>{problem.place}:</b> {problem.sentence}{' '}
          {onOpen && problem.position !== undefined && (
            <Button variant="subtle" size="compact-xs" onClick={() => onOpen(problem)}>
              {t('surveys.screens.problem.open')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
