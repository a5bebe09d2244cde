import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, take } from '../../../api/client.ts'
import { chooseLocale, type Locale } from '../../../web/i18n.ts'
import { useSession } from '../../../web/session.ts'
import { MoneyText } from '../../../web/ui/money-text.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { PersonText } from '../../../web/ui/person-text.tsx'
import { Section } from '../../../web/ui/section.tsx'
import { BudgetMeter } from './budget-meter.tsx'
import { MySessions } from './my-sessions.tsx'
import { OwnPasswordForm } from './own-password-form.tsx'
import classes from './people.module.css'
import { SecondFactor } from './second-factor.tsx'

export function ProfileScreen() {
  const { t } = useTranslation()
  const person = useSession()?.person
  if (!person) return null
  return (
    <Page
      width="reading"
      title={<PersonText name={person.fullName} />}
      tabTitle={t('people.profile.title')}
      subtitle={`${t(`people.role.${person.role}`)} · ${person.branchName}`}
    >
      <MyAuthority />
      <Look />
      <Section title={t('people.password.own')}>
        <OwnPasswordForm />
      </Section>
      <Section title={t('people.secondFactor.title')} tone={person.hasSecondFactor ? 'accent' : 'plain'}>
        <SecondFactor isOn={person.hasSecondFactor} />
      </Section>
      <Section title={t('people.sessions.title')} note={t('people.sessions.hint')}>
        <MySessions />
      </Section>
    </Page>
  )
}

function MyAuthority() {
  const { t } = useTranslation()
  const person = useSession()!.person
  const authority = useQuery({
    queryKey: ['me', 'authority'],
    queryFn: ({ signal }) => take(api.GET('/api/v1/me/authority', { signal })),
    placeholderData: {
      monthOn: '',
      maxSingleRials: person.maxSingleRials,
      monthlyBudgetRials: person.monthlyBudgetRials,
      spentThisMonthRials: person.spentThisMonthRials,
      leftThisMonthRials: '0',
    } as never,
  }).data!
  return (
    <Section title={t('people.authority.mine')} note={t('people.authority.thisMonth')}>
      {Number(authority.monthlyBudgetRials) === 0 ? (
        <span className={classes.note}>{t('people.authority.noneHint')}</span>
      ) : (
        <div className={classes.pair}>
          <div>
            <span className={classes.note}>{t('people.authority.budget')}</span>
            <BudgetMeter spent={authority.spentThisMonthRials} budget={authority.monthlyBudgetRials} />
          </div>
          <div>
            <span className={classes.note}>{t('people.authority.single')}</span>
            <div>
              <MoneyText rials={authority.maxSingleRials} />
            </div>
          </div>
        </div>
      )}
    </Section>
  )
}

function Look() {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Section title={t('people.look.title')}>
      <div className={classes.pair}>
        <div>
          <div className={classes.note} id="profile-language">
            {t('people.look.language')}
          </div>
          <SegmentedControl
            aria-labelledby="profile-language"
            value={i18n.language}
            onChange={(locale) => void chooseLocale(locale as Locale)}
            data={[
              { value: 'fa', label: 'فارسی' },
              { value: 'en', label: 'English' },
            ]}
          />
        </div>
        <div>
          <div className={classes.note} id="profile-scheme">
            {t('people.look.scheme')}
          </div>
          <SegmentedControl
            aria-labelledby="profile-scheme"
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}
            data={(['auto', 'light', 'dark'] as const).map((scheme) => ({
              value: scheme,
              label: t(`people.look.${scheme}`),
            }))}
          />
        </div>
      </div>
    </Section>
  )
}
