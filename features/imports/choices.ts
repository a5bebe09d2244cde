import type { DateKind, Delimiter, Encoding } from './detect.ts'
import type { Entity, Field } from './fields.ts'

/** What a person decided about a file; with the file it fixes every row that comes out. */
export interface Choices {
  entity: Entity
  mapping: (Field | null)[]
  moneyUnit: 'rial' | 'toman'
  encoding: Encoding
  delimiter: Delimiter
  headerLine: number
  dateKind: DateKind | null
  duplicatePolicy: 'update' | 'skip'
  createMissingCustomers: boolean
  /** Invoice numbers begin anew each Jalali year: the year becomes part of the number. */
  numbersRestartYearly: boolean
  source: string
  survey: string
  answeredOn: string | null
}

/** A reason why a row was left out; its sentence is in fa.json under `rejects`. */
export interface Reject {
  code: string
  params: Record<string, string | number>
}

export const reject = (code: string, params: Record<string, string | number> = {}): Reject => ({
  code,
  params,
})
export const isReject = (value: object): value is Reject => 'code' in value && 'params' in value
