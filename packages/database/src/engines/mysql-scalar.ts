import { refusedParameter } from '../faults/refused-parameter.ts'

/**
 * Refuses what mysql2 would write into the statement as something else than one value: an object becomes
 * `` `name` = 'value' ``, a list becomes several values, `NaN` the name of a column.
 *
 * @throws {@link InvalidValue}
 */
export function assertMysqlScalar(value: unknown, index: number): void {
  if (!isScalar(value)) throw refusedParameter({ engine: 'MySQL', index, value })
}

function isScalar(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return true
    case 'number':
      return Number.isFinite(value)
    default:
      if (value instanceof Date) return !Number.isNaN(value.getTime())
      return value === null || value instanceof Uint8Array
  }
}
