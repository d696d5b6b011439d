import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { MicroError } from '../ground/errors.ts'
import { parseTarget } from '../http/target.ts'
import { Router } from './router.ts'

interface Piece {
  readonly text: string
  readonly value?: unknown
}

const literal = fc.stringMatching(/^[a-z.\-~%é ]{1,4}$/).map((text): Piece => ({ text }))
/** Half of them of ASCII, where the characters are that mean something in a URL. */
const word = fc
  .oneof(
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
  )
  .filter((text) => text.isWellFormed())

/** The inside of a variable, with a value that it takes. */
const variable = fc.oneof(
  word.map((value): Piece => ({ text: 'string:', value })),
  word.map((value): Piece => ({ text: '', value })),
  fc.nat({ max: 1e9 }).map((value): Piece => ({ text: 'int:', value })),
  fc.integer().map((value): Piece => ({ text: 'int(signed=true):', value })),
  fc.nat({ max: 99 }).map((value): Piece => ({ text: 'int(fixedDigits=3):', value })),
  fc
    .double({ min: 0, max: 1e25, noNaN: true })
    .filter((value) => !Object.is(value, -0))
    .map((value): Piece => ({ text: 'float:', value })),
  fc.uuid().map((value): Piece => ({ text: 'uuid:', value })),
  fc.constantFrom('a', 'b c', '<%>').map((value): Piece => ({ text: `any(a, "b c", "<%>"):`, value })),
  fc
    .array(word, { minLength: 1, maxLength: 3 })
    .map((parts): Piece => ({ text: 'path:', value: parts.join('/') })),
)

const segment = fc.array(fc.oneof(literal, variable), { minLength: 1, maxLength: 3 })

/** A path of up to four segments, and the values of its variables. */
const route = fc
  .record({ segments: fc.array(segment, { maxLength: 4 }), slash: fc.boolean() })
  .map(({ segments, slash }) => {
    const values: Record<string, unknown> = {}
    const texts = segments.map((pieces, i) =>
      pieces.map(({ text, value }, j) => {
        if (value === undefined) return text
        values[`v${i}_${j}`] = value
        return `<${text}v${i}_${j}>`
      }),
    )
    const path = texts.map((pieces) => `/${pieces.join('')}`).join('')
    return { path: slash || path === '' ? `${path}/` : path, values }
  })

function isRefusal(error: unknown): boolean {
  return error instanceof MicroError && (error.code === 'URL_VALUES' || error.code === 'ROUTE_SYNTAX')
}

describe('a URL that was built', () => {
  it('matches its route with the same values', () => {
    let built = 0
    fc.assert(
      fc.property(route, ({ path, values }) => {
        const router = new Router<string>()
        let url: string
        try {
          router.add(path, 'target', { endpoint: 'page' })
          ;({ url } = router.build('page', values))
        } catch (error) {
          if (isRefusal(error)) return
          throw error
        }
        built++
        const target = parseTarget(url)
        expect(target.dotted).toBe(false)
        const match = router.match('GET', target.path)
        expect({ kind: match.kind, params: match.kind === 'found' && { ...match.params } }).toEqual({
          kind: 'found',
          params: values,
        })
      }),
      { numRuns: 10_000 },
    )
    // A fifth of the values cannot be in a URL, or not told apart; more would mean that good ones are refused.
    expect(built).toBeGreaterThan(7_700)
  })
})
