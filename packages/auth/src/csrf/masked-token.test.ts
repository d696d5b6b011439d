import { describe, expect, it } from 'vitest'
import { randomId } from '../keys/random-id.ts'
import { isMaskOf, maskToken } from './masked-token.ts'

const secret = randomId()
const token = maskToken(secret)

describe('masked tokens', () => {
  it('F15: differ each time, and all of them are good', () => {
    const tokens = Array.from({ length: 100 }, () => maskToken(secret))
    expect(new Set(tokens).size).toBe(100)
    expect(tokens.every((each) => isMaskOf(each, secret))).toBe(true)
  })

  it('F06: are worthless for another secret', () => {
    expect(isMaskOf(token, randomId())).toBe(false)
  })

  it('F07: are refused when they are cut off anywhere, empty, or a megabyte long', () => {
    for (let length = 0; length < token.length; length++)
      expect(isMaskOf(token.slice(0, length), secret)).toBe(false)
    expect(isMaskOf('A'.repeat(1_048_576), secret)).toBe(false)
  })

  it('F07: are refused when one of their bits is another', () => {
    for (let at = 0; at < token.length - 1; at++) {
      const other = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      expect(isMaskOf(other, secret)).toBe(false)
    }
  })

  it.each(['+', '/', '=', ' ', 'é'])('F07: are refused with a %s in them', (character) => {
    expect(isMaskOf(token.slice(0, -1) + character, secret)).toBe(false)
  })
})
