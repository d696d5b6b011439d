import { BadRequest } from '../ground/http-error.ts'
import { MultiMap } from './multi-map.ts'

/**
 * The text fields of a query or a form.
 *
 * @example
 * const page = request.query.int('page', 1) // 2 for ?page=2
 * const tags = request.query.getAll('tag') // ['a', 'b'] for ?tag=a&tag=b
 */
export class Fields extends MultiMap<string> {
  /**
   * A whole number: an optional `-` and at most 15 digits, so that nothing is lost in a JavaScript number.
   *
   * @param fallback - The value when the name is absent. Default: `undefined`.
   * @throws {@link HttpError} 400 when there is a value that is no such number, the empty one included.
   * @example
   * request.query.int('page') // 2 for ?page=2
   */
  int(name: string): number | undefined
  int(name: string, fallback: number): number
  int(name: string, fallback?: number): number | undefined {
    return this.#number(name, /^-?\d{1,15}$/, fallback)
  }

  /**
   * A decimal number such as `-1.5`: at most 15 digits on each side of the point, no exponent.
   *
   * @param fallback - The value when the name is absent. Default: `undefined`.
   * @throws {@link HttpError} 400 when there is a value that is no such number.
   * @example
   * request.query.float('price') // 9.9 for ?price=9.90
   */
  float(name: string): number | undefined
  float(name: string, fallback: number): number
  float(name: string, fallback?: number): number | undefined {
    return this.#number(name, /^-?\d{1,15}(?:\.\d{1,15})?$/, fallback)
  }

  #number(name: string, pattern: RegExp, fallback: number | undefined): number | undefined {
    const text = this.get(name)
    if (text === undefined) return fallback
    if (!pattern.test(text))
      throw new BadRequest('A value is not a number.', { cause: `"${name}" is not a number` })
    return Number(text) + 0 // -0 becomes 0
  }
}
