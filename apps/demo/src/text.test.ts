import { describe, expect, it } from 'vitest'
import { cleanLine, cleanText, excerpt } from './text.ts'

describe('cleanText', () => {
  it('keeps line breaks as \\n and drops what cannot be printed', () => {
    expect(cleanText(' a\r\nb\rc\u0000\u000B\uD800 ')).toBe('a\nb\nc\uFFFD')
  })
})

describe('cleanLine', () => {
  it('makes every run of white space one space', () => {
    expect(cleanLine('  two \t\n words ')).toBe('two words')
  })
})

describe('excerpt', () => {
  it('leaves a short text alone', () => {
    expect(excerpt('short', 5)).toBe('short')
  })

  it('cuts at a word and drops the comma before the cut', () => {
    expect(excerpt('one, two three', 9)).toBe('one, two…')
    expect(excerpt('one, twothree', 9)).toBe('one…')
  })

  it('cuts a text without words where it must', () => {
    expect(excerpt('abcdef', 3)).toBe('abc…')
  })
})
