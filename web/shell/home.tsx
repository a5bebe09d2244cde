import { Navigate } from '@tanstack/react-router'
import { useSession } from '../session.ts'

/** Three roles, three homes: employees work, the others look after the work. */
export function Home() {
  const session = useSession()
  return <Navigate to={session?.person.role === 'employee' ? '/desk' : '/lead'} replace />
}
