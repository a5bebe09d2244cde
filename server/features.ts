import { auditJobs, recurringJobs as auditRecurring } from '../features/audit/jobs.ts'
import { auditRoutes } from '../features/audit/routes.ts'
import { casePages } from '../features/cases/portal/case-page.ts'
import { complaintPages } from '../features/cases/portal/complaint-form.ts'
import { followPages } from '../features/cases/portal/follow-case.ts'
import { casesRoutes } from '../features/cases/routes.ts'
import { clockJobs, recurringJobs as clockRecurring } from '../features/clocks/jobs.ts'
import { compensationJobs, recurringJobs as compensationRecurring } from '../features/compensations/jobs.ts'
import { compensationRoutes } from '../features/compensations/routes.ts'
import { customerRoutes } from '../features/customers/routes.ts'
import { deskRoutes } from '../features/desk/routes.ts'
import { importJobs } from '../features/imports/jobs.ts'
import { importRoutes } from '../features/imports/routes.ts'
import { indexRoutes } from '../features/indices/routes.ts'
import { structuralJobs, recurringJobs as structuralRecurring } from '../features/indices/structural-jobs.ts'
import { structuralRoutes } from '../features/indices/structural-routes.ts'
import { peopleRoutes } from '../features/people/routes.ts'
import { promiseJobs, recurringJobs as promiseRecurring } from '../features/promises/jobs.ts'
import { promiseRoutes } from '../features/promises/routes.ts'
import { purchaseRoutes } from '../features/purchases/routes.ts'
import { calendarRoutes } from '../features/settings/calendar-routes.ts'
import { settingRoutes } from '../features/settings/routes.ts'
import { surveyJobs, recurringJobs as surveyRecurring } from '../features/surveys/jobs.ts'
import { answerPages } from '../features/surveys/portal/answer-page.ts'
import { kioskPages } from '../features/surveys/portal/kiosk-page.ts'
import { responseRoutes } from '../features/surveys/response-routes.ts'
import { surveyRoutes } from '../features/surveys/routes.ts'
import { triageRoutes } from '../features/triage/routes.ts'
import { demoRoutes } from './demo-route.ts'
import { housekeepingJobs, recurringJobs as housekeepingRecurring } from './housekeeping.ts'
import type { JobHandler } from './lib/jobs.ts'
import type { PageSpec, Route } from './lib/route.ts'

/** Every slice's routes, portal pages, background handlers and timed work: the one list. */
export const routes: readonly Route[] = [
  ...importRoutes,
  ...customerRoutes,
  ...purchaseRoutes,
  ...casesRoutes,
  ...deskRoutes,
  ...peopleRoutes,
  ...settingRoutes,
  ...calendarRoutes,
  ...demoRoutes,
  ...compensationRoutes,
  ...promiseRoutes,
  ...auditRoutes,
  ...triageRoutes,
  ...indexRoutes,
  ...structuralRoutes,
  ...surveyRoutes,
  ...responseRoutes,
]

export const pages: readonly PageSpec[] = [
  ...complaintPages,
  ...followPages,
  ...casePages,
  ...answerPages,
  ...kioskPages,
]

export const jobs: Readonly<Record<string, JobHandler>> = {
  ...importJobs,
  ...compensationJobs,
  ...promiseJobs,
  ...auditJobs,
  ...clockJobs,
  ...structuralJobs,
  ...housekeepingJobs,
  ...surveyJobs,
}

/** Work that repeats: enqueued once at the start, each handler enqueues its own next run. */
export const recurringJobs: readonly { name: string; key: string }[] = [
  ...auditRecurring,
  ...clockRecurring,
  ...housekeepingRecurring,
  ...compensationRecurring,
  ...promiseRecurring,
  ...structuralRecurring,
  ...surveyRecurring,
]
