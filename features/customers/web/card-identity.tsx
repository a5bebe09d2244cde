import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconEye } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../web/session.ts'
import { Copyable } from '../../../web/ui/copyable.tsx'
import { DateText } from '../../../web/ui/date-text.tsx'
import { useFormat } from '../../../web/ui/format.ts'
import { Section } from '../../../web/ui/section.tsx'
import classes from './card-identity.module.css'
import type { Customer } from './customer-types.ts'
import { UnmaskDialog } from './unmask-dialog.tsx'

const SHOWN_FOR_MS = 60_000

/** What stands in their papers. The identifier only for a reason, and not for long. */
export function CardIdentity({ customer }: { customer: Customer }) {
  const { t } = useTranslation()
  const format = useFormat()
  const can = useCan()
  const [isAsking, asking] = useDisclosure(false)
  const [identifier, setIdentifier] = useState<string>()
  useEffect(() => {
    if (!identifier) return
    const timer = setTimeout(() => setIdentifier(undefined), SHOWN_FOR_MS)
    return () => clearTimeout(timer)
  }, [identifier])
  const isPerson = customer.kind === 'person'
  return (
    <Section title={t('customers.card.about')}>
      <dl className={classes.facts}>
        {customer.identifierMasked && (
          <div>
            <dt>{t(isPerson ? 'customers.form.nationalId' : 'customers.form.legalId')}</dt>
            <dd>
              {identifier ? (
                <>
                  <Copyable value={identifier}>{format.digits(identifier)}</Copyable>
                  <Button variant="subtle" size="compact-sm" onClick={() => setIdentifier(undefined)}>
                    {t('customers.card.hide')}
                  </Button>
                </>
              ) : (
                <>
                  <bdi dir="ltr">{format.digits(customer.identifierMasked)}</bdi>
                  {can('customer.write') && (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      className="no-print"
                      leftSection={<IconEye size={14} aria-hidden />}
                      onClick={asking.open}
                    >
                      {t('customers.card.reveal')}
                    </Button>
                  )}
                </>
              )}
            </dd>
          </div>
        )}
        {customer.externalCode && (
          <div>
            <dt>{t('customers.field.externalCode')}</dt>
            <dd>
              <Copyable value={customer.externalCode}>
                {/* A code with Latin letters is read and typed as it stands. */}
                {/[a-z]/i.test(customer.externalCode)
                  ? customer.externalCode
                  : format.digits(customer.externalCode)}
              </Copyable>
            </dd>
          </div>
        )}
        {customer.city && (
          <div>
            <dt>{t('customers.field.city')}</dt>
            <dd>
              <bdi>{customer.city}</bdi>
            </dd>
          </div>
        )}
        {customer.bornOn && (
          <div>
            <dt>{t(isPerson ? 'customers.field.bornOn' : 'customers.form.foundedOn')}</dt>
            <dd>
              <DateText value={customer.bornOn} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t('customers.card.since')}</dt>
          <dd>
            <DateText value={customer.createdAt} show="date" />
          </dd>
        </div>
      </dl>
      {customer.note && <p className={classes.note}>{customer.note}</p>}
      {isAsking && (
        <UnmaskDialog
          customerId={customer.id}
          onClose={asking.close}
          onShown={(shown) => {
            asking.close()
            setIdentifier(shown)
          }}
        />
      )}
    </Section>
  )
}
