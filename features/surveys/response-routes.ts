import { addDays, tehranMidnight } from '@hamdel/persian'
import { z } from 'zod'
import type { Context } from '../../server/lib/context.ts'
import { forbidden } from '../../server/lib/errors.ts'
import { decodeCursor, encodeCursor } from '../../server/lib/fields.ts'
import { defineRoute } from '../../server/lib/route.ts'
import { branchLimit } from '../people/access.ts'
import {
  allLines,
  FLOOR,
  isBelowFloor,
  openRequired,
  progressOf,
  scoreQuestion,
  visibleQuestions,
} from './answer-rules.ts'
import { accessResponse, type FoundResponse } from './response-access.ts'
import { recordAnonymousResponse, saveResponse, startResponse } from './response-actions.ts'
import {
  getResponseImport,
  importResponses,
  listResponseImports,
  undoResponseImport,
} from './response-import.ts'
import { listSheets, listVerbatims, questionTable } from './response-lists.ts'
import { loadDefinition } from './response-queries.ts'
import {
  anonymousResponseRequest,
  importParams,
  importResponsesRequest,
  questionTableAnswer,
  responseImport,
  responseListQuery,
  responsePage,
  responseParams,
  saveResponseRequest,
  startResponseRequest,
  submitResponseRequest,
  surveyParams,
  surveyResponse,
  tableQuery,
  verbatimPage,
  verbatimQuery,
} from './response-schema.ts'
import { accessSurvey } from './survey-access.ts'

const ANSWER = { permission: 'survey.answer' } as const
const READ = { permission: 'survey.read' } as const
/** Rows come from the database, whose checks hold the same words as the schema. */
type Rows = never

async function toResponse(ctx: Context, row: FoundResponse) {
  const definition = await loadDefinition(ctx.db, row.instrumentId, row.instrumentVersion)
  return {
    ...row,
    definition,
    visible: visibleQuestions(definition, row.answers).map((question) => question.code),
    open: openRequired(definition, row.answers).map((question) => question.code),
    progress: progressOf(definition, row.answers),
  } as Rows
}

/** The branch a list is of: the asked one, inside what the asker may read. */
function branchOf(ctx: Context, asked: string | undefined): string | undefined {
  const limit = branchLimit(ctx, 'survey.read')
  if (limit && asked && asked !== limit) throw forbidden()
  return limit ?? asked
}

async function openSurvey(ctx: Context, surveyId: string) {
  const survey = await accessSurvey(ctx, surveyId, 'survey.read')
  return {
    survey,
    definition: await loadDefinition(ctx.db, survey.instrument_id, survey.instrument_version),
  }
}

export const responseRoutes = [
  defineRoute({
    method: 'POST',
    path: '/surveys/:surveyId/responses',
    operationId: 'startResponse',
    summary: 'Begin or take up a telephone interview, or enter a paper sheet',
    access: ANSWER,
    params: surveyParams,
    body: startResponseRequest,
    status: 201,
    answer: surveyResponse,
    async handle(ctx, { params, body }) {
      const { customerId, responseId } = await startResponse(ctx, params.surveyId, body)
      return toResponse(ctx, await accessResponse(ctx, customerId, responseId, 'survey.answer'))
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/surveys/:surveyId/anonymous-responses',
    operationId: 'recordAnonymousResponse',
    summary: 'Record a whole sheet that nobody’s name hangs on',
    access: ANSWER,
    params: surveyParams,
    body: anonymousResponseRequest,
    handle: (ctx, { params, body }) => recordAnonymousResponse(ctx, params.surveyId, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/customers/:customerId/responses/:responseId',
    operationId: 'getResponse',
    summary: 'One customer’s answers with their questions',
    access: READ,
    params: responseParams,
    answer: surveyResponse,
    handle: async (ctx, { params }) =>
      toResponse(ctx, await accessResponse(ctx, params.customerId, params.responseId, 'survey.read')),
  }),
  defineRoute({
    method: 'PUT',
    path: '/customers/:customerId/responses/:responseId/answers',
    operationId: 'saveResponse',
    summary: 'Keep answers of an interview as they are given',
    access: ANSWER,
    params: responseParams,
    body: saveResponseRequest,
    answer: surveyResponse,
    handle: async (ctx, { params, body }) =>
      toResponse(
        ctx,
        await saveResponse(ctx, params.customerId, params.responseId, { ...body, isFinished: false }),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/customers/:customerId/responses/:responseId/submit',
    operationId: 'submitResponse',
    summary: 'Finish an interview or a paper sheet',
    access: ANSWER,
    params: responseParams,
    body: submitResponseRequest,
    answer: surveyResponse,
    handle: async (ctx, { params, body }) =>
      toResponse(
        ctx,
        await saveResponse(ctx, params.customerId, params.responseId, { ...body, isFinished: true }),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/surveys/:surveyId/response-imports',
    operationId: 'importResponses',
    summary: 'Take a CSV file of answers: a row per respondent, a column per question code',
    access: { permission: 'survey.run' },
    params: surveyParams,
    uploads: { maxFiles: 1, maxBytes: 30 * 1_048_576 },
    body: importResponsesRequest,
    status: 201,
    answer: responseImport,
    async handle(ctx, { params, body, uploads }) {
      const { id, isRepeat } = await importResponses(ctx, params.surveyId, uploads[0], body)
      return { ...(await getResponseImport(ctx, id)), isRepeat }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/surveys/:surveyId/response-imports',
    operationId: 'listResponseImports',
    summary: 'Files of answers of a survey, the newest first, with what was left out and why',
    access: READ,
    params: surveyParams,
    answer: z.object({ items: z.array(responseImport) }),
    async handle(ctx, { params }) {
      const survey = await accessSurvey(ctx, params.surveyId, 'survey.read')
      return { items: await listResponseImports(ctx, survey.id, branchLimit(ctx, 'survey.read')) }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/surveys/:surveyId/response-imports/:importId/undo',
    operationId: 'undoResponseImport',
    summary: 'Take a file of answers back; it may be sent again',
    access: { permission: 'survey.run' },
    params: importParams,
    handle: (ctx, { params }) => undoResponseImport(ctx, params.surveyId, params.importId),
  }),
  defineRoute({
    method: 'GET',
    path: '/surveys/:surveyId/responses',
    operationId: 'listResponses',
    summary: 'Finished sheets of a survey, the newest first',
    access: READ,
    params: surveyParams,
    query: responseListQuery,
    answer: responsePage,
    handle: (ctx, { params, query }) => listPage(ctx, params.surveyId, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/surveys/:surveyId/question-table',
    operationId: 'getQuestionTable',
    summary: 'Every question with n, mean, spread, the two best steps and the distribution',
    access: READ,
    params: surveyParams,
    query: tableQuery,
    answer: questionTableAnswer,
    handle: (ctx, { params, query }) => table(ctx, params.surveyId, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/surveys/:surveyId/verbatims',
    operationId: 'listVerbatims',
    summary: 'What people wrote in their own words, the newest first',
    access: READ,
    params: surveyParams,
    query: verbatimQuery,
    answer: verbatimPage,
    handle: (ctx, { params, query }) => verbatims(ctx, params.surveyId, query),
  }),
]

async function listPage(ctx: Context, surveyId: string, query: z.output<typeof responseListQuery>) {
  const { definition } = await openSurvey(ctx, surveyId)
  const question = scoreQuestion(definition)
  const cursor = decodeCursor(query.cursor, 2)
  const { rows, withheld } = await listSheets(ctx.db, {
    surveyId,
    branchId: branchOf(ctx, query['filter[branch]']),
    mode: query['filter[mode]'],
    scoreCode: question?.code ?? '',
    turn: question ? question.min + question.max : 0,
    isReversed: question?.isReversed ?? false,
    atMost: query['filter[scoreAtMost]'],
    after: cursor && { at: String(cursor[0]), id: String(cursor[1]) },
    limit: query.limit + 1,
  })
  const items = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? items.at(-1) : undefined
  return {
    items: items as Rows,
    scoreQuestion: question?.code ?? null,
    isWithheld: withheld,
    nextCursor: last ? encodeCursor([last.submittedAt.toISOString(), last.id]) : null,
  }
}

async function table(ctx: Context, surveyId: string, query: z.output<typeof tableQuery>) {
  const { survey, definition } = await openSurvey(ctx, surveyId)
  const lines = allLines(definition)
  const bound = (side: 'min' | 'max') =>
    lines.map(({ question }) => (side in question ? (question as { min: number; max: number })[side] : 0))
  const [from, to] = [query['filter[from]'], query['filter[to]']]
  const rows = await questionTable(ctx.db, {
    surveyId,
    branchId: branchOf(ctx, query['filter[branch]']),
    mode: query['filter[mode]'],
    from: from ? tehranMidnight(from) : undefined,
    to: to ? tehranMidnight(addDays(to, 1)) : undefined,
    version: survey.instrument_version,
    codes: lines.map((line) => line.code),
    mins: bound('min'),
    maxs: bound('max'),
    isReversed: lines.map(({ question }) => question.kind === 'scale' && question.isReversed),
    choices: lines.filter(({ question }) => question.kind === 'choice').map((line) => line.code),
  })
  const sheets = rows[0]?.sheets ?? 0
  const isBelow = isBelowFloor(sheets)
  return {
    sheets: isBelow ? null : sheets,
    isBelowFloor: isBelow,
    floor: FLOOR,
    items: rows.map((row, i) => {
      const { question } = lines[i]!
      // Those who do not know count too: so many of them that the others stand out would tell of the others.
      const isHidden = isBelow || isBelowFloor(row.n)
      return {
        code: row.code,
        questionCode: question.code,
        kind: question.kind,
        isReversed: question.kind === 'scale' && question.isReversed,
        n: isHidden ? null : row.n,
        mean: isHidden ? null : row.mean,
        sd: isHidden ? null : row.sd,
        topTwo: isHidden ? null : row.topTwo,
        dontKnow: isHidden ? null : row.dontKnow,
        distribution: isHidden || question.kind === 'text' ? null : row.distribution,
      }
    }),
  }
}

async function verbatims(ctx: Context, surveyId: string, query: z.output<typeof verbatimQuery>) {
  const { definition } = await openSurvey(ctx, surveyId)
  const asked = query['filter[question]']
  const codes = definition.questions
    .filter((question) => question.kind === 'text' && (!asked || question.code === asked))
    .map((question) => question.code)
  const cursor = decodeCursor(query.cursor, 3)
  const rows = await listVerbatims(ctx.db, {
    surveyId,
    branchId: branchOf(ctx, query['filter[branch]']),
    mode: query['filter[mode]'],
    codes,
    after: cursor && { at: String(cursor[0]), id: String(cursor[1]), code: String(cursor[2]) },
    limit: query.limit + 1,
  })
  const items = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? items.at(-1) : undefined
  return {
    items: items.map(({ id, code, ...row }) => ({ ...row, responseId: id, question: code })) as Rows,
    nextCursor: last ? encodeCursor([last.submittedAt.toISOString(), last.id, last.code]) : null,
  }
}
