import { clockJobs } from '../features/clocks/jobs.ts'
import { clockRoutes } from '../features/clocks/routes.ts'
import { compensationJobs } from '../features/compensations/jobs.ts'
import { compensationRoutes } from '../features/compensations/routes.ts'
import { peopleRoutes } from '../features/people/routes.ts'
import type { JobHandler } from './lib/jobs.ts'
import type { PageSpec, Route } from './lib/route.ts'

/** Every slice's routes, portal pages, background handlers and timed work: the one list. */
export const routes: readonly Route[] = [...clockRoutes, ...peopleRoutes, ...compensationRoutes]

export const pages: readonly PageSpec[] = []

export const jobs: Readonly<Record<string, JobHandler>> = { ...compensationJobs, ...clockJobs }
