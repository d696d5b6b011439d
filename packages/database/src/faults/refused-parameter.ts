import { fail } from '../errors.ts'
import { InvalidValue } from './invalid-value.ts'

/** A parameter that an engine does not take. */
export interface RefusedParameter {
  readonly engine: string
  /** Counted from 0. */
  readonly index: number
  readonly value: unknown
}

/** The error for it; the value itself is not in it. */
export function refusedParameter({ engine, index, value }: RefusedParameter): InvalidValue {
  return new InvalidValue(fail('PARAMETER_TYPE', { engine, position: index + 1, kind: kindOf(value) }))
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Date) return 'a date that does not exist'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'bigint') return 'an integer of more than 64 bits'
  return typeof value === 'object' ? 'an object' : typeof value
}
