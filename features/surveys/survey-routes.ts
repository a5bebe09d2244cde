import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { runWrite } from '../../server/lib/transaction.ts'
import { branchLimit } from '../people/access.ts'
import { drawSample } from './asking.ts'
import { closeKiosk, openKiosk } from './kiosk-door.ts'
import * as s from './schema.ts'
import { accessSurvey } from './survey-access.ts'
import {
  closeSurvey,
  createSurvey,
  pauseSurvey,
  resumeSurvey,
  showSurvey,
  startSurvey,
  updateSurvey,
} from './survey-actions.ts'
import { getSurveyNumbers } from './survey-numbers.ts'
import { listSurveys } from './survey-queries.ts'

const READ = { permission: 'survey.read' }
const RUN = { permission: 'survey.run' }

const moves = (
  [
    ['start', 'startSurvey', 'Begin to ask', startSurvey],
    ['pause', 'pauseSurvey', 'Ask nobody new and take no answers for a while', pauseSurvey],
    ['resume', 'resumeSurvey', 'Go on where it was paused', resumeSurvey],
    ['close', 'closeSurvey', 'End it: no answers any more', closeSurvey],
  ] as const
).map(([verb, operationId, summary, move]) =>
  defineRoute({
    method: 'POST',
    path: `/surveys/:surveyId/${verb}`,
    operationId,
    summary,
    access: RUN,
    params: s.surveyParams,
    body: s.moveSurveyInput,
    answer: s.survey,
    handle: (ctx, { params, body }) => move(ctx, params.surveyId, body.version),
  }),
)

export const surveyOwnRoutes = [
  defineRoute({
    method: 'GET',
    path: '/surveys',
    operationId: 'listSurveys',
    summary: 'Surveys of my branch and of the whole company, the newest first',
    access: READ,
    query: s.surveyListQuery,
    answer: s.surveyPage,
    async handle(ctx, { query }) {
      const cursor = decodeCursor(query.cursor, 2)
      const rows = await listSurveys(ctx.db, {
        branchId: branchLimit(ctx, 'survey.read'),
        status: query['filter[status]'],
        before: cursor && { at: String(cursor[0]), id: String(cursor[1]) },
        limit: query.limit + 1,
      })
      const items = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? items.at(-1) : undefined
      return {
        items: items.map(({ row }) => row) as never,
        nextCursor: last ? encodeCursor([last.sortAt, last.row.id]) : null,
      }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/surveys',
    operationId: 'createSurvey',
    summary: 'Plan an asking of a published questionnaire',
    access: RUN,
    body: s.createSurveyInput,
    status: 201,
    answer: s.survey,
    handle: (ctx, { body }) => createSurvey(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/surveys/:surveyId',
    operationId: 'getSurvey',
    summary: 'A survey: whom it asks, what, and how far it is',
    access: READ,
    params: s.surveyParams,
    answer: s.survey,
    async handle(ctx, { params }) {
      await accessSurvey(ctx, params.surveyId, 'survey.read')
      return showSurvey(ctx, params.surveyId)
    },
  }),
  defineRoute({
    method: 'PUT',
    path: '/surveys/:surveyId',
    operationId: 'updateSurvey',
    summary: 'Change a survey that has not begun',
    access: RUN,
    params: s.surveyParams,
    body: s.updateSurveyInput,
    answer: s.survey,
    handle: (ctx, { params, body }) => updateSurvey(ctx, params.surveyId, body),
  }),
  ...moves,
  defineRoute({
    method: 'GET',
    path: '/surveys/:surveyId/preview',
    operationId: 'previewSurvey',
    summary: 'How many it would ask now, and why not the others',
    access: RUN,
    params: s.surveyParams,
    answer: s.surveyPreview,
    async handle(ctx, { params }) {
      const survey = await accessSurvey(ctx, params.surveyId, 'survey.run')
      return (await drawSample(ctx, survey)).counts
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/surveys/:surveyId/numbers',
    operationId: 'getSurveyNumbers',
    summary: 'Response, drop-off by question, and how those who answered differ from the customers',
    access: READ,
    params: s.surveyParams,
    answer: s.surveyNumbers,
    handle: async (ctx, { params }) =>
      getSurveyNumbers(ctx, await accessSurvey(ctx, params.surveyId, 'survey.read')),
  }),
  defineRoute({
    method: 'POST',
    path: '/surveys/:surveyId/kiosk',
    operationId: 'openKiosk',
    summary: 'A new address for tablets, shown once; the one before is shut',
    access: RUN,
    params: s.surveyParams,
    body: s.moveSurveyInput,
    answer: s.kioskDoor,
    // A stored answer would keep the code; asked again, it is another code.
    ownTransaction: true,
    handle: async (base, { params, body }) =>
      (await runWrite(base, undefined, 200, (ctx) => openKiosk(ctx, params.surveyId, body.version))).body,
  }),
  defineRoute({
    method: 'DELETE',
    path: '/surveys/:surveyId/kiosk',
    operationId: 'closeKiosk',
    summary: 'Shut the door for tablets',
    access: RUN,
    params: s.surveyParams,
    handle: (ctx, { params }) => closeKiosk(ctx, params.surveyId),
  }),
]
