import { UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PersonAvatar } from '../ui/person-avatar.tsx'
import classes from './sign-in-screen.module.css'

export type DemoAccount = {
  fullName: string
  role: string
  identifier: string
  password: string
  branchName?: string | null
}

type DemoAccountsProps = { accounts: DemoAccount[]; busy: boolean; onPick: (account: DemoAccount) => void }

/** Only a demo server offers these; it gives their passwords itself. */
export function DemoAccounts({ accounts, busy, onPick }: DemoAccountsProps) {
  const { t } = useTranslation()
  return (
    <section className={classes.demo} aria-label={t('signIn.demo')}>
      <h2>{t('signIn.demo')}</h2>
      <p className={classes.lead}>{t('signIn.demoHint')}</p>
      <ul>
        {accounts.map((account) => (
          <li key={account.identifier}>
            <UnstyledButton className={classes.account} disabled={busy} onClick={() => onPick(account)}>
              <PersonAvatar name={account.fullName} size={36} />
              <span>
                <bdi>{account.fullName}</bdi>
                <small>
                  {t(`shell.roles.${account.role}`)}
                  {account.branchName ? ` · ${account.branchName}` : ''}
                </small>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
