import { describe, expect, it } from 'vitest'

import { MicroError } from '../ground/errors.ts'
import type { ConverterArguments } from './converter-arguments.ts'
import type { Converter } from './converter.ts'
import { parseHostPattern, parsePattern } from './pattern.ts'

/** The pieces of each segment, variables as written. */
function outline(text: string): readonly string[] {
  return parsePattern(text).segments.map(({ pieces, open }) =>
    [
      ...pieces.map((piece) => (typeof piece === 'string' ? piece : piece.source)),
      ...(open ? ['…'] : []),
    ].join(' '),
  )
}

function codeOf(text: string): string | undefined {
  try {
    parsePattern(text)
  } catch (error) {
    return error instanceof MicroError ? error.code : String(error)
  }
  return undefined
}

describe('a path', () => {
  it.each([
    ['/', [], true],
    ['/a', ['a'], false],
    ['/a/', ['a'], true],
    ['/a/b', ['a', 'b'], false],
    ['/<x>', ['<x>'], false],
    ['/<x>/', ['<x>'], true],
    ['/v<int:major>.<int:minor>', ['v <int:major> . <int:minor>'], false],
    ['/a<x>/b', ['a <x>', 'b'], false],
    ['/<path:rest>', ['<path:rest> …'], false],
    ['/<path:rest>/', ['<path:rest> …'], true],
    ['/f/<path:a>/edit/<path:b>', ['f', '<path:a> /edit/ <path:b> …'], false],
    ['/f-<path:a>:raw/', ['f- <path:a> :raw …'], true],
    ['/a//b', ['a', 'b'], false],
    ['/<x>//b', ['<x>', 'b'], false],
    ['/100%', ['100%25'], false],
    ['/café', ['café'], false],
  ])('%s is cut at its slashes', (text, segments, slash) => {
    expect(outline(text)).toEqual(segments)
    expect(parsePattern(text).slash).toBe(slash)
  })

  it('keeps runs of slashes when they do not count as one', () => {
    expect(parsePattern('/a//b', { mergeSlashes: false }).segments).toHaveLength(3)
  })

  it('reads a ">" between quotes as text', () => {
    const [variable] = parsePattern('/<any("a>b", c):x>').variables
    expect(variable?.converter.parse('a>b')).toBe('a>b')
  })

  it.each([
    ['no slash at the start', 'users', 'ROUTE_SYNTAX'],
    ['nothing', '', 'ROUTE_SYNTAX'],
    ['two slashes at the start', '//evil/<x>', 'ROUTE_SYNTAX'],
    ['a variable that is not closed', '/<int:id', 'ROUTE_SYNTAX'],
    ['a variable in a variable', '/<int<id>>', 'ROUTE_SYNTAX'],
    ['a stray ">"', '/a>b', 'ROUTE_SYNTAX'],
    ['a variable without a name', '/<>', 'ROUTE_SYNTAX'],
    ['a converter without a name', '/<int:>', 'ROUTE_SYNTAX'],
    ['a name that is none', '/<int:1d>', 'ROUTE_SYNTAX'],
    ['a space before the name', '/<int: id>', 'ROUTE_SYNTAX'],
    ['arguments that are no list', '/<int(1 2):id>', 'ROUTE_SYNTAX'],
    ['a dot segment', '/a/../b', 'ROUTE_SYNTAX'],
    ['a lone surrogate', '/\uD800', 'ROUTE_SYNTAX'],
    ['an unknown converter', '/<itn:id>', 'UNKNOWN_CONVERTER'],
    ['the name of an inherited property', '/<constructor:id>', 'UNKNOWN_CONVERTER'],
    ['an unknown argument', '/<int(step=2):id>', 'CONVERTER_ARGUMENT'],
    ['too many arguments', '/<int(1, 2, 3, true, 5):id>', 'CONVERTER_ARGUMENT'],
    ['an argument that is no number', '/<int(min=a):id>', 'CONVERTER_ARGUMENT'],
    ['a length below zero', '/<string(length=-1):id>', 'CONVERTER_ARGUMENT'],
    ['a flag that is none', '/<int(signed=maybe):id>', 'CONVERTER_ARGUMENT'],
    ['any without choices', '/<any:id>', 'CONVERTER_ARGUMENT'],
    ['one name twice', '/<id>/<int:id>', 'DUPLICATE_PARAMETER'],
  ])('M17: is refused for %s', (_, text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  it('suggests the converter that was probably meant', () => {
    expect(() => parsePattern('/<itn:id>')).toThrow('Did you mean int?')
  })

  it('names the known arguments when one is unknown', () => {
    expect(() => parsePattern('/<int(mni=2):id>')).toThrow('known are fixedDigits, min, max, signed')
  })

  it('gives a converter the arguments that the path has for it', () => {
    const pattern = parsePattern('/<list:a>/<list("+"):b>/<list(separator="x"):c>', { converters: { list } })
    const values = pattern.variables.map(({ converter }) => converter.parse('1;2+3x4'))
    expect(values).toEqual([
      ['1', '2+3x4'],
      ['1;2', '3x4'],
      ['1;2+3', '4'],
    ])
  })
})

function list(args: ConverterArguments): Converter<readonly string[]> {
  const separator = args.text('separator') ?? ';'
  return { parse: (text) => text.split(separator), format: (items) => items.join(separator) }
}

describe('a host', () => {
  it('is one open segment in lower case', () => {
    const [segment] = parseHostPattern('<tenant>.Example.COM').segments
    expect(segment?.open).toBe(true)
    expect(segment?.pieces[1]).toBe('.example.com')
  })
})
