import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  type RouteComponent,
} from '@tanstack/react-router'
import { Frame } from './shell/frame.tsx'
import { Home } from './shell/home.tsx'
import { lazyScreen, sliceScreen } from './shell/lazy-screen.tsx'
import { NotFound } from './shell/not-found.tsx'
import { RouteError } from './shell/route-error.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: RouteError })

/** Everything behind sign-in stands inside the frame: navigation, header, live updates. */
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame })

const open = <Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({ getParentRoute: () => root, path, component })
const inside = <Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({ getParentRoute: () => frame, path, component })

// One line per screen. `sliceScreen('cases/web/case-screen')` is features/cases/web/case-screen.tsx, which exports CaseScreen.
const routes = [
  open(
    '/sign-in',
    lazyScreen(() => import('./sign-in/sign-in-screen.tsx'), 'SignInScreen'),
  ),
  open('/set-up', sliceScreen('settings/web/set-up-screen')),
  frame.addChildren([
    inside('/', Home),
    inside('/desk', sliceScreen('desk/web/desk-screen')),
    inside('/customers', sliceScreen('customers/web/customers-screen')),
    inside('/customers/$customerId', sliceScreen('customers/web/customer-screen')),
    inside('/customers/$customerId/cases/$caseId', sliceScreen('cases/web/case-screen')),
    inside('/cases', sliceScreen('cases/web/cases-screen')),
    inside('/promises', sliceScreen('promises/web/promises-screen')),
    inside('/lead', sliceScreen('indices/web/lead-screen')),
    inside('/indices', sliceScreen('indices/web/structural/indices-screen')),
    inside('/indices/$definitionId', sliceScreen('indices/web/structural/index-screen')),
    inside('/indices/runs/$runId', sliceScreen('indices/web/structural/run-screen')),
    inside('/indices/runs/$runId/rows', sliceScreen('indices/web/structural/run-rows-screen')),
    inside('/indices/runs/$runId/report', sliceScreen('indices/web/structural/report-screen')),
    inside('/surveys', sliceScreen('surveys/web/surveys-screen')),
    inside('/surveys/new', sliceScreen('surveys/web/survey-form-screen')),
    inside('/surveys/$surveyId', sliceScreen('surveys/web/survey-screen')),
    inside('/surveys/$surveyId/edit', sliceScreen('surveys/web/survey-form-screen')),
    inside('/surveys/$surveyId/calls', sliceScreen('surveys/web/calls-screen')),
    inside('/surveys/$surveyId/paper', sliceScreen('surveys/web/paper-screen')),
    inside('/surveys/$surveyId/answers/$customerId/$responseId', sliceScreen('surveys/web/response-screen')),
    inside('/surveys/instruments', sliceScreen('surveys/web/instruments-screen')),
    inside('/surveys/instruments/$instrumentId', sliceScreen('surveys/web/instrument-screen')),
    inside('/imports', sliceScreen('imports/web/imports-screen')),
    inside('/settings/$section', sliceScreen('settings/web/settings-screen')),
    inside('/profile', sliceScreen('people/web/profile-screen')),
    // Every component on one page, for whoever changes one; not part of the production build.
    ...(import.meta.env.DEV || import.meta.env.MODE === 'gallery'
      ? [
          inside(
            '/gallery',
            lazyScreen(() => import('./gallery/gallery-screen.tsx'), 'GalleryScreen'),
          ),
        ]
      : []),
  ]),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
