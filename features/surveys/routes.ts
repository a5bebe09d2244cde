import { instrumentRoutes } from './instrument-routes.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { surveyOwnRoutes } from './survey-routes.ts'

/** Questionnaires, surveys and invitations; answers have their own list (response-routes.ts). */
export const surveyRoutes = [...instrumentRoutes, ...surveyOwnRoutes, ...invitationRoutes]
