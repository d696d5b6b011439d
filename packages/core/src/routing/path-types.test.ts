import { describe, expectTypeOf, it } from 'vitest'

import { defineConverter } from './converter.ts'
import type { PathParams, UnknownConverter, UrlArguments } from './path-types.ts'
import { definePaths } from './paths.ts'

/** Intersections shown as one record, so that they can be compared. */
type Flat<T> = { [Key in keyof T]: T[Key] }

type NamesOf<Text> = keyof PathParams<Text>

interface Options {
  readonly anchor?: string
}

type Url<Text> = (...args: UrlArguments<PathParams<Text>, Options>) => string

const url = (): string => ''

describe('the parameters of a path', () => {
  it('has none without variables', () => {
    expectTypeOf<NamesOf<'/about'>>().toBeNever()
  })

  it('gives a string where no converter is named', () => {
    expectTypeOf<PathParams<'/users/<name>'>>().toEqualTypeOf<{ readonly name: string }>()
  })

  it('gives each built-in converter its type', () => {
    type Params = Flat<PathParams<'/<string:a>/<int:b>/<float:c>/<uuid:d>/<path:e>'>>
    expectTypeOf<Params>().toEqualTypeOf<{
      readonly a: string
      readonly b: number
      readonly c: number
      readonly d: string
      readonly e: string
    }>()
  })

  it('finds several variables in a segment', () => {
    type Params = Flat<PathParams<'/v<int:major>.<int:minor>/<path:rest>'>>
    expectTypeOf<Params>().toEqualTypeOf<{
      readonly major: number
      readonly minor: number
      readonly rest: string
    }>()
  })

  it('looks past arguments', () => {
    type Params = Flat<PathParams<'/<int(min=1, max=5):n>/<string(length=2):lang>'>>
    expectTypeOf<Params>().toEqualTypeOf<{ readonly n: number; readonly lang: string }>()
  })

  it('gives the choices of any', () => {
    expectTypeOf<PathParams<'/<any(raw, "html",\'md\'):form>'>>().toEqualTypeOf<{
      readonly form: 'raw' | 'html' | 'md'
    }>()
  })

  it('marks a converter that nobody defined', () => {
    expectTypeOf<PathParams<'/<date:day>'>>().toEqualTypeOf<{ readonly day: UnknownConverter<'date'> }>()
    expectTypeOf<PathParams<'/<date(utc):day>'>>().toEqualTypeOf<{
      readonly day: UnknownConverter<'date'>
    }>()
  })

  it('is a record of unknown values for a path made at run time', () => {
    expectTypeOf<PathParams<string>>().toEqualTypeOf<Readonly<Record<string, unknown>>>()
  })

  it('has the types of converters of its own', () => {
    const day = defineConverter({ parse: (text) => new Date(text), format: (date) => date.toISOString() })
    const list = (): typeof day => day
    const path = definePaths({ date: day, days: list })
    const typed = path('/<date:day>/<days(3):other>/<int:n>')
    expectTypeOf<Flat<PathParams<typeof typed>>>().toEqualTypeOf<{
      readonly day: Date
      readonly other: Date
      readonly n: number
    }>()
  })

  it('lets converters of its own replace built-in ones', () => {
    const big = defineConverter({ parse: (text) => BigInt(text), format: String })
    const typed = definePaths({ int: big })('/<int:id>')
    expectTypeOf<PathParams<typeof typed>>().toEqualTypeOf<{ readonly id: bigint }>()
  })
})

describe('the arguments of a typed url', () => {
  it('asks for every parameter', () => {
    const typed: Url<'/users/<int:id>/<slug>'> = url
    expectTypeOf(typed).toBeCallableWith({ id: 1, slug: 'x' }, { anchor: 'top' })
    // @ts-expect-error -- slug is missing
    typed({ id: 1 })
    // @ts-expect-error -- all are missing
    typed()
  })

  it('refuses a value of another type', () => {
    const typed: Url<'/users/<int:id>'> = url
    expectTypeOf(typed).toBeCallableWith({ id: 1 })
    // @ts-expect-error -- id is a number
    typed({ id: '1' })
  })

  it('refuses a value that the path does not have', () => {
    const typed: Url<'/users/<int:id>'> = url
    // @ts-expect-error -- page is no parameter
    typed({ id: 1, page: 2 })
    const plain: Url<'/about'> = url
    expectTypeOf(plain).toBeCallableWith({})
    // @ts-expect-error -- page is no parameter
    plain({ page: 2 })
  })

  it('refuses a choice that any does not have', () => {
    const typed: Url<'/<any(en, de):lang>'> = url
    expectTypeOf(typed).toBeCallableWith({ lang: 'de' })
    // @ts-expect-error -- fr is not among them
    typed({ lang: 'fr' })
  })

  it('asks for nothing where there are no parameters', () => {
    const typed: Url<'/about'> = url
    expectTypeOf(typed).toBeCallableWith()
    expectTypeOf(typed).toBeCallableWith({}, { anchor: 'team' })
    expectTypeOf(typed).toBeCallableWith(undefined, { anchor: 'team' })
  })

  it('takes any values for a path made at run time', () => {
    const typed: Url<string> = url
    expectTypeOf(typed).toBeCallableWith()
    expectTypeOf(typed).toBeCallableWith({ anything: 1 })
  })

  it('refuses any value for a converter that nobody defined', () => {
    const typed: Url<'/<date:day>'> = url
    expectTypeOf(typed).parameter(0).toEqualTypeOf<{ readonly day: UnknownConverter<'date'> }>()
    // @ts-expect-error -- nothing is an UnknownConverter
    typed({ day: '2026-01-01' })
  })
})
