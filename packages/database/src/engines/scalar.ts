import { fail } from '../errors.ts'
import { InvalidValue } from '../faults/invalid-value.ts'

/** What SQLite binds. */
export type SqliteScalar = null | number | bigint | string | Uint8Array

/** What is wrong with a value as a parameter, for the error. */
interface Refusal {
  readonly engine: string
  /** Counted from 1. */
  readonly position: number
  readonly kind: string
}

/**
 * A parameter as SQLite binds it: a boolean is 0 or 1, a date its ISO 8601 text in UTC, which also sorts as text.
 *
 * @throws {@link InvalidValue} for anything that is not one value: what a client sent where a text or a number was meant.
 */
export function toSqliteScalar(value: unknown, index: number): SqliteScalar {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      if (Number.isNaN(value)) break
      return value
    case 'bigint':
      if (BigInt.asIntN(64, value) !== value) break
      return value
    case 'boolean':
      return value ? 1 : 0
    default:
      if (value === null || value instanceof Uint8Array) return value
      if (value instanceof Date && isValid(value)) return value.toISOString()
  }
  throw refused({ engine: 'SQLite', position: index + 1, kind: kindOf(value) })
}

/**
 * Refuses what mysql2 would write into the statement as something else than one value: an object becomes
 * `` `name` = 'value' ``, a list becomes several values.
 *
 * @throws {@link InvalidValue}
 */
export function assertMysqlScalar(value: unknown, index: number): void {
  const fits =
    typeof value === 'object'
      ? value === null || value instanceof Uint8Array || (value instanceof Date && isValid(value))
      : typeof value === 'number'
        ? Number.isFinite(value)
        : typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint'
  if (!fits) throw refused({ engine: 'MySQL', position: index + 1, kind: kindOf(value) })
}

function refused({ engine, position, kind }: Refusal): InvalidValue {
  return new InvalidValue(fail('PARAMETER_TYPE', { engine, position, kind }))
}

function isValid(date: Date): boolean {
  return !Number.isNaN(date.getTime())
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Date) return 'a date that does not exist'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'bigint') return 'an integer of more than 64 bits'
  return typeof value === 'object' ? 'an object' : typeof value
}
