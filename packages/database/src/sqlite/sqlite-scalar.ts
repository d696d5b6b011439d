import { refusedParameter } from '../faults/refused-parameter.ts'

/** What SQLite binds. */
export type SqliteScalar = null | number | bigint | string | Uint8Array

/**
 * A parameter as SQLite binds it: a boolean is 0 or 1, a date its ISO 8601 text in UTC, which also sorts as text.
 *
 * @throws {@link InvalidValue} for anything that is not one value: what a client sent where a text or a number was meant.
 */
export function toSqliteScalar(value: unknown, index: number): SqliteScalar {
  switch (typeof value) {
    case 'string':
      return value
    case 'boolean':
      return value ? 1 : 0
    case 'number':
      if (!Number.isNaN(value)) return value
      break
    case 'bigint':
      if (BigInt.asIntN(64, value) === value) return value
      break
    default:
      if (value === null || value instanceof Uint8Array) return value
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
  }
  throw refusedParameter({ engine: 'SQLite', index, value })
}
