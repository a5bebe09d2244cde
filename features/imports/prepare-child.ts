import { answerParent } from './child.ts'
import { type PrepareRequest, prepare } from './prepare.ts'

await answerParent((request: PrepareRequest) => prepare(request))
