import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './page.module.css'

export type Crumb = { label: ReactNode; to: string }
type PageProps = {
  title: ReactNode
  /** The title of the browser tab, when `title` is not text. */
  tabTitle?: string
  /** One line under the title: what this page is about, now. */
  subtitle?: ReactNode
  /** Buttons at the end of the title line; the first is the main one. */
  actions?: ReactNode
  /** The way here, without the page itself. */
  breadcrumbs?: Crumb[]
  /** `reading` keeps forms and texts narrow; `full` lets tables breathe; `fill` gives the children the height of the window. */
  width?: 'reading' | 'full' | 'fill'
  children: ReactNode
}

/** The frame of every screen: one h1, the tab title, the actions. */
export function Page({
  title,
  tabTitle,
  subtitle,
  actions,
  breadcrumbs,
  width = 'full',
  children,
}: PageProps) {
  const { t } = useTranslation()
  const name = tabTitle ?? (typeof title === 'string' ? title : undefined)
  useEffect(() => {
    document.title = name ? `${name} · ${t('app.name')}` : t('app.name')
  }, [name, t])
  return (
    <div className={classes.page} data-width={width}>
      <div className={classes.head}>
        <div className={classes.titles}>
          {breadcrumbs && breadcrumbs.length > 0 && (
            <nav aria-label={t('ui.breadcrumbs')} className={classes.crumbs}>
              {breadcrumbs.map((crumb) => (
                <span key={crumb.to}>
                  <Link to={crumb.to}>{crumb.label}</Link>
                  <span aria-hidden="true" className={classes.slash}>
                    /
                  </span>
                </span>
              ))}
            </nav>
          )}
          <h1 className={classes.title}>{title}</h1>
          {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
        </div>
        {actions && <div className={`${classes.actions} no-print`}>{actions}</div>}
      </div>
      <div className={classes.body}>{children}</div>
    </div>
  )
}
