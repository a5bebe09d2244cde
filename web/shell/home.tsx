import { Navigate } from '@tanstack/react-router'
import { useCan } from '../session.ts'

/** Who works the queue starts at the desk, who looks after the work at its summary. */
export function Home() {
  const can = useCan()
  return <Navigate to={can('lead.read') ? '/lead' : '/desk'} replace />
}
