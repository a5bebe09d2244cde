import type { JobHandler } from '../../server/lib/jobs.ts'
import { ensureShippedInstruments } from './ensure-shipped.ts'

const SHIP = { name: 'surveys.ship', key: 'surveys.ship' }

/** Enqueued at every start; the first one does its work once. */
export const recurringJobs = [SHIP]

export const surveyJobs: Readonly<Record<string, JobHandler>> = {
  [SHIP.name]: ensureShippedInstruments,
}
