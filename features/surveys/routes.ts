import { instrumentRoutes } from './instrument-routes.ts'

/** Questionnaires, surveys and invitations; answers have their own list (response-routes.ts). */
export const surveyRoutes = [...instrumentRoutes]
