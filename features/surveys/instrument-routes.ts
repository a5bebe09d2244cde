import type { Context } from '../../server/lib/context.ts'
import { defineRoute } from '../../server/lib/route.ts'
import {
  archiveInstrument,
  createInstrument,
  importInstrument,
  publishInstrument,
  saveInstrumentDraft,
} from './instrument-actions.ts'
import { getInstrument, getVersion, listInstruments, listNumbers } from './instrument-queries.ts'
import * as s from './instrument-schema.ts'

const READ = { permission: 'survey.read' }
const DESIGN = { permission: 'survey.design' }

export const instrumentRoutes = [
  defineRoute({
    method: 'GET',
    path: '/instruments',
    operationId: 'listInstruments',
    summary: 'Questionnaires, those that come with the product first',
    access: READ,
    query: s.instrumentListQuery,
    answer: s.instrumentList,
    handle: async (ctx, { query }) => ({
      items: await listInstruments(ctx.db, query['filter[archived]'] === 'yes'),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/instruments/:instrumentId',
    operationId: 'getInstrument',
    summary: 'A questionnaire with its newest version',
    access: READ,
    params: s.instrumentParams,
    answer: s.instrumentDetail,
    async handle(ctx, { params: { instrumentId } }) {
      const [row, numbers, current] = await Promise.all([
        getInstrument(ctx.db, instrumentId),
        listNumbers(ctx.db, instrumentId),
        getVersion(ctx.db, instrumentId),
      ])
      return { ...row, numbers, current }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/instruments/:instrumentId/versions/:number',
    operationId: 'getInstrumentVersion',
    summary: 'One version of a questionnaire, as it was asked',
    access: READ,
    params: s.numberParams,
    answer: s.instrumentVersion,
    handle: (ctx, { params }) => getVersion(ctx.db, params.instrumentId, params.number),
  }),
  defineRoute({
    method: 'GET',
    path: '/instruments/:instrumentId/versions/:number/export',
    operationId: 'exportInstrument',
    summary: 'A version as a JSON file, to be imported elsewhere',
    access: READ,
    params: s.numberParams,
    handle: (ctx, { params }) => exportFile(ctx, params.instrumentId, params.number),
  }),
  defineRoute({
    method: 'POST',
    path: '/instruments',
    operationId: 'createInstrument',
    summary: 'Begin a questionnaire, empty or as a copy',
    access: DESIGN,
    body: s.createInstrumentInput,
    status: 201,
    answer: s.instrument,
    handle: (ctx, { body }) => createInstrument(ctx, body),
  }),
  defineRoute({
    method: 'POST',
    path: '/instruments/import',
    operationId: 'importInstrument',
    summary: 'Begin a questionnaire from an exported file',
    access: DESIGN,
    body: s.instrumentFile,
    status: 201,
    answer: s.instrument,
    handle: (ctx, { body }) => importInstrument(ctx, body),
  }),
  defineRoute({
    method: 'PUT',
    path: '/instruments/:instrumentId/draft',
    operationId: 'saveInstrumentDraft',
    summary: 'Save the draft; after a publication this begins the next version',
    access: DESIGN,
    params: s.instrumentParams,
    body: s.saveDraftInput,
    answer: s.instrument,
    handle: (ctx, { params, body }) => saveInstrumentDraft(ctx, params.instrumentId, body),
  }),
  defineRoute({
    method: 'POST',
    path: '/instruments/:instrumentId/publish',
    operationId: 'publishInstrument',
    summary: 'Freeze the draft so that surveys can ask it',
    access: DESIGN,
    params: s.instrumentParams,
    body: s.versionInput,
    answer: s.instrument,
    handle: (ctx, { params, body }) => publishInstrument(ctx, params.instrumentId, body.version),
  }),
  defineRoute({
    method: 'POST',
    path: '/instruments/:instrumentId/archive',
    operationId: 'archiveInstrument',
    summary: 'Take a questionnaire out of the choice for new surveys, or bring it back',
    access: DESIGN,
    params: s.instrumentParams,
    body: s.archiveInput,
    answer: s.instrument,
    handle: (ctx, { params, body }) => archiveInstrument(ctx, params.instrumentId, body),
  }),
]

async function exportFile(ctx: Context, instrumentId: string, number: number) {
  const [row, version] = await Promise.all([
    getInstrument(ctx.db, instrumentId),
    getVersion(ctx.db, instrumentId, number),
  ])
  const file = {
    format: 'hamdel.instrument',
    formatVersion: 1,
    kind: row.kind,
    title: row.title,
    titleEn: row.titleEn,
    definition: version.definition,
  }
  return {
    fileName: `${row.title} ${number}.json`,
    mediaType: 'application/json; charset=utf-8',
    body: `${JSON.stringify(file, null, 2)}\n`,
  }
}
