import { z } from 'zod'
import { day, id, instant, pageQuery } from '../../server/lib/fields.ts'
import { answer, definition } from './definition.ts'

export const MODES = ['web', 'phone', 'kiosk', 'paper', 'import'] as const
const mode = z.enum(MODES)
const locale = z.enum(['fa', 'en'])
const code = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/)

export const surveyParams = z.strictObject({ surveyId: id })
export const importParams = z.strictObject({ surveyId: id, importId: id })
export const responseParams = z.strictObject({ customerId: id, responseId: id })

/** What is answered, by code; null takes an answer back. Read against the questions, one by one. */
const givenAnswers = z
  .record(code, z.union([answer, z.null()]))
  .refine((given) => Object.keys(given).length <= 400, { message: 'too many' })

export const startResponseRequest = z
  .strictObject({
    customerId: id,
    /** Absent: the invitation of this survey that waits, if there is one. */
    invitationId: id.optional(),
    mode: z.enum(['phone', 'paper']),
    locale: locale.default('fa'),
  })
  .meta({ id: 'StartResponseRequest' })

export const saveResponseRequest = z
  .strictObject({ answers: givenAnswers, lastQuestion: code.optional() })
  .meta({ id: 'SaveResponseRequest' })

export const submitResponseRequest = z
  .strictObject({ answers: givenAnswers.default({}) })
  .meta({ id: 'SubmitResponseRequest' })

export const anonymousResponseRequest = z
  .strictObject({
    mode: z.enum(['phone', 'paper']),
    locale: locale.default('fa'),
    branchId: id.optional(),
    /** Of an anonymous survey: who was asked. Only ticked off. */
    invitation: z.strictObject({ customerId: id, invitationId: id }).optional(),
    answers: givenAnswers,
  })
  .meta({ id: 'AnonymousResponseRequest' })

export const surveyResponse = z
  .object({
    id,
    customerId: id,
    customerName: z.string(),
    surveyId: id,
    surveyName: z.string(),
    invitationId: id.nullable(),
    branchId: id,
    mode,
    locale,
    recordedByName: z.string().nullable(),
    startedAt: instant,
    submittedAt: instant.nullable(),
    caseId: id.nullable(),
    answers: z.record(z.string(), answer),
    lastQuestion: z.string().nullable(),
    /** Codes of the questions shown to somebody who answered so, in order. */
    visible: z.array(z.string()),
    /** Of these, the required ones without an answer. */
    open: z.array(z.string()),
    progress: z.object({ answered: z.int(), shown: z.int() }),
    instrumentId: id,
    instrumentVersion: z.int(),
    definition,
  })
  .meta({ id: 'SurveyResponse' })

const filters = { 'filter[branch]': id.optional(), 'filter[mode]': mode.optional() }

export const responseListQuery = z.strictObject({
  ...pageQuery,
  ...filters,
  /** More is better: the score of a reversed question is turned first. */
  'filter[scoreAtMost]': z.coerce.number().min(0).max(10).optional(),
})
export const responsePage = z
  .object({
    items: z.array(
      z.object({
        id,
        customerId: id.nullable(),
        customerName: z.string().nullable(),
        branchId: id.nullable(),
        mode,
        submittedAt: instant,
        caseId: id.nullable(),
        score: z.number().nullable(),
      }),
    ),
    /** The question the score is of; null when the questionnaire has no scale. */
    scoreQuestion: z.string().nullable(),
    /** There are anonymous answers, but fewer than five: none of them is told. */
    isWithheld: z.boolean(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'SurveyResponsePage' })

export const tableQuery = z.strictObject({
  ...filters,
  'filter[from]': day.optional(),
  /** The last day that counts. */
  'filter[to]': day.optional(),
})
export const questionTableAnswer = z
  .object({
    /** Sheets in all; null below five. */
    sheets: z.int().nullable(),
    isBelowFloor: z.boolean(),
    floor: z.int(),
    items: z.array(
      z.object({
        code: z.string(),
        questionCode: z.string(),
        kind: z.enum(['scale', 'choice', 'multi', 'text', 'matrix']),
        isReversed: z.boolean(),
        /** Answers with a value; null when there are fewer than five, and then nothing else is told. */
        n: z.int().nullable(),
        mean: z.number().nullable(),
        sd: z.number().nullable(),
        /** Share of the two best steps. */
        topTwo: z.number().nullable(),
        dontKnow: z.int().nullable(),
        distribution: z.record(z.string(), z.int()).nullable(),
      }),
    ),
  })
  .meta({ id: 'QuestionTable' })

export const verbatimQuery = z.strictObject({ ...pageQuery, ...filters, 'filter[question]': code.optional() })
export const verbatimPage = z
  .object({
    items: z.array(
      z.object({
        responseId: id,
        customerId: id.nullable(),
        customerName: z.string().nullable(),
        branchId: id.nullable(),
        mode,
        submittedAt: instant,
        question: z.string(),
        text: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'VerbatimPage' })

export const importResponsesRequest = z
  .strictObject({
    /** For rows without a branch of their own. */
    branchId: id.optional(),
    branchColumn: z.string().max(200).optional(),
    customerColumn: z.string().max(200).optional(),
    dateColumn: z.string().max(200).optional(),
    /** Numbers that stand for no answer, with commas: 98,99 */
    missingCodes: z.string().max(100).default(''),
    locale: locale.default('fa'),
  })
  .meta({ id: 'ImportResponsesRequest' })

export const responseImport = z
  .object({
    id,
    surveyId: id,
    fileName: z.string(),
    isAnonymous: z.boolean(),
    rowCount: z.int(),
    insertedCount: z.int(),
    rejectedCount: z.int(),
    /** Headers that are no question and no other thing we know. */
    ignoredColumns: z.array(z.string()),
    /** At most the first 500. */
    rejects: z.array(z.object({ line: z.int(), code: z.string(), reason: z.string() })),
    createdAt: instant,
    /** This very file was there: nothing was added. Absent in lists. */
    isRepeat: z.boolean().optional(),
  })
  .meta({ id: 'ResponseImport' })
