import { BILLING } from './billing.ts'
import { DEFECTS } from './defects.ts'
import { DELIVERY } from './delivery.ts'
import { GROCERIES } from './groceries.ts'
import { KIND_WORDS } from './kind-words.ts'
import { PEOPLE } from './people.ts'
import { QUESTIONS } from './questions.ts'
import { REQUESTS } from './requests.ts'
import { RETURNS } from './returns.ts'
import type { Script } from './script.ts'
import { WARRANTY } from './warranty.ts'

export const SCRIPTS: readonly Script[] = [
  ...DEFECTS,
  ...DELIVERY,
  ...PEOPLE,
  ...BILLING,
  ...RETURNS,
  ...GROCERIES,
  ...WARRANTY,
  ...REQUESTS,
  ...QUESTIONS,
  ...KIND_WORDS,
]
