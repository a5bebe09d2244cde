import { IconPhone } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PersonText } from '../../../web/ui/person-text.tsx'
import classes from './card-mini.module.css'
import { MoodBadge } from './customer-badges.tsx'
import type { CustomerCard } from './customer-types.ts'

/** On a phone, once the title has scrolled away: who this is, and the button that calls them. */
export function CardMini({ card }: { card: CustomerCard }) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const observer = new IntersectionObserver(
      ([entry]) => setShown(!entry!.isIntersecting && entry!.boundingClientRect.top < 100),
      { rootMargin: '-60px 0px 0px' },
    )
    if (place.current) observer.observe(place.current)
    return () => observer.disconnect()
  }, [])
  const phone = card.contactPoints.find((point) => point.kind === 'phone')
  return (
    <>
      <div ref={place} className={classes.place} />
      {isShown && (
        <div className={`${classes.mini} no-print`}>
          <PersonText name={card.customer.fullName} avatar size={28} />
          {card.customer.mood !== 'unknown' && <MoodBadge mood={card.customer.mood} />}
          {phone && (
            <a
              href={`tel:${phone.normalised}`}
              className={classes.call}
              aria-label={t('customers.card.call', { name: card.customer.fullName })}
            >
              <IconPhone size={20} aria-hidden />
            </a>
          )}
        </div>
      )}
    </>
  )
}
