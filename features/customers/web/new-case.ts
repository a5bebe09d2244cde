import { type ComponentType, lazy } from 'react'

export type NewCaseProps = {
  opened: boolean
  onClose: () => void
  customerId?: string
  customerName?: string
}

// The dialog belongs to the desk; a build without it has no button for it.
const found = import.meta.glob<Record<string, unknown>>('../../desk/web/new-case-dialog.tsx')
const load = Object.values(found)[0]

export const NewCaseDialog =
  load &&
  lazy(async () => {
    const module = await load()
    return { default: (module.NewCaseDialog ?? module.default) as ComponentType<NewCaseProps> }
  })
