import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './global.css'
import { DirectionProvider, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { useTranslation } from 'react-i18next'
import { directionOf, startI18n } from './i18n.ts'
import { queryClient } from './query.ts'
import { router } from './router.tsx'
import { sendToSignIn } from './shell/send-to-sign-in.ts'
import { cssVariables, theme } from './theme.ts'

function App() {
  const { i18n } = useTranslation()
  useEffect(() => sendToSignIn(router, queryClient), [])
  // Keyed by direction: Mantine reads it once when it places floating things.
  const direction = directionOf(i18n.language)
  return (
    <DirectionProvider key={direction} initialDirection={direction} detectDirection={false}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        {/* Above: at the bottom they would lie on the button with which the next message is sent. */}
        <Notifications position="top-center" limit={4} containerWidth={420} />
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  )
}

await startI18n()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
