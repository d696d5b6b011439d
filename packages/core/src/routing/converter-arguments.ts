import { fail } from '../ground/codes.ts'
import type { MicroError } from '../ground/errors.ts'

/** One argument as written: `min=1` has a name, `"a b"` was quoted. */
export interface ConverterArgument {
  readonly name?: string
  readonly text: string
}

/**
 * The arguments that a path gives to a converter, read by name or, where they have none, in the order they are
 * asked for: `<int(4):year>` and `<int(fixedDigits=4):year>` are the same when `fixedDigits` is asked for first.
 *
 * An argument that nobody asked for is a mistake of the path: see {@link ConverterArguments.refuseUnread}.
 */
export class ConverterArguments {
  readonly #where: string
  readonly #named = new Map<string, string>()
  readonly #unnamed: string[] = []
  readonly #asked: string[] = []

  /** @param where - The path that holds them, for error messages. */
  constructor(where: string, args: readonly ConverterArgument[]) {
    this.#where = where
    for (const { name, text } of args) {
      if (name === undefined) this.#unnamed.push(text)
      else this.#named.set(name, text)
    }
  }

  /** The text of an argument; `undefined` when it is not given. */
  text(name: string): string | undefined {
    this.#asked.push(name)
    const text = this.#named.get(name)
    if (text === undefined) return this.#unnamed.shift()
    this.#named.delete(name)
    return text
  }

  /** @throws {@link MicroError} `CONVERTER_ARGUMENT` when it is not a number. */
  number(name: string): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const value = text === '' ? Number.NaN : Number(text)
    if (!Number.isFinite(value)) throw this.refuse(`${name} must be a number, not "${text}"`)
    return value
  }

  /** Of a length: @throws {@link MicroError} `CONVERTER_ARGUMENT` when it is not a whole number from 0. */
  count(name: string): number | undefined {
    const value = this.number(name)
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) {
      throw this.refuse(`${name} must be a whole number from 0, not "${value}"`)
    }
    return value
  }

  /** `true` or `false`; false when it is not given. @throws {@link MicroError} `CONVERTER_ARGUMENT` for another text. */
  flag(name: string): boolean {
    const text = this.text(name)?.toLowerCase() ?? 'false'
    if (text !== 'true' && text !== 'false') throw this.refuse(`${name} must be true or false, not "${text}"`)
    return text === 'true'
  }

  /** The unnamed arguments that are left, in order. */
  rest(): readonly string[] {
    return this.#unnamed.splice(0)
  }

  /** @throws {@link MicroError} `CONVERTER_ARGUMENT` when an argument is left that nobody asked for. */
  refuseUnread(): void {
    const [left] = [...this.#named.keys(), ...this.#unnamed]
    if (left === undefined) return
    const known = this.#asked.length === 0 ? 'takes none' : `known are ${this.#asked.join(', ')}`
    throw this.refuse(`"${left}" is not an argument of this converter: ${known}`)
  }

  /** The error to throw for arguments that the converter cannot take. */
  refuse(problem: string): MicroError {
    return fail('CONVERTER_ARGUMENT', { path: this.#where, problem })
  }
}
