/** Values that were read from a text; with `problem`, those before it. */
export interface Literals {
  readonly values: readonly unknown[]
  readonly problem?: string
}

const TOKEN = /\s*(?:([[\]{}:,])|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([\w$.+-]+))/uy

/**
 * Reads literal values with commas between: texts, numbers, `true`, `false`, `null`, lists and objects, as they are
 * written in TypeScript. Runs nothing.
 *
 * @example
 * parseLiterals(`{ debug: true }, 'test', 1`).values // [{ debug: true }, 'test', 1]
 */
export function parseLiterals(text: string): Literals {
  try {
    return { values: new LiteralReader(text).items('') }
  } catch (error) {
    if (error instanceof SyntaxError) return { values: [], problem: error.message }
    throw error
  }
}

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
])

/** Reads from left to right, one token ahead. */
class LiteralReader {
  readonly #text: string
  #at = 0
  #token = ''

  constructor(text: string) {
    this.#text = text
    this.#next()
  }

  /** Values up to a closing mark; a comma may stand after the last one. */
  items(end: string): unknown[] {
    return this.#list(end, () => this.#value())
  }

  #list<T>(end: string, one: () => T): T[] {
    const list: T[] = []
    while (this.#token !== end) {
      list.push(one())
      if (this.#token !== end) this.#expect(',')
    }
    this.#next()
    return list
  }

  #value(): unknown {
    const token = this.#take()
    if (token === '[') return this.items(']')
    if (token === '{') return Object.fromEntries(this.#list('}', () => this.#entry()))
    if (isText(token)) return unquote(token)
    if (WORDS.has(token)) return WORDS.get(token)
    const number = Number(token)
    if (token === '' || Number.isNaN(number))
      throw new SyntaxError(`a value was expected instead of ${shown(token)}`)
    return number
  }

  #entry(): [name: string, value: unknown] {
    const token = this.#take()
    const name = isText(token) ? unquote(token) : token
    this.#expect(':')
    return [name, this.#value()]
  }

  #expect(mark: string): void {
    const token = this.#take()
    if (token !== mark) throw new SyntaxError(`"${mark}" was expected instead of ${shown(token)}`)
  }

  #take(): string {
    const token = this.#token
    this.#next()
    return token
  }

  #next(): void {
    TOKEN.lastIndex = this.#at
    const found = TOKEN.exec(this.#text)
    if (!found && this.#text.slice(this.#at).trim() !== '') {
      throw new SyntaxError(`"${this.#text.slice(this.#at).trim()}" is no literal value`)
    }
    this.#at = found ? TOKEN.lastIndex : this.#text.length
    this.#token = found?.[1] ?? found?.[2] ?? found?.[3] ?? ''
  }
}

function isText(token: string): boolean {
  return token.startsWith('"') || token.startsWith("'")
}

/** A backslash keeps the character after it, and `\n` is a line break. */
function unquote(token: string): string {
  return token.slice(1, -1).replaceAll(/\\(.)/gu, (_, after: string) => (after === 'n' ? '\n' : after))
}

function shown(token: string): string {
  return token === '' ? 'the end' : `"${token}"`
}
