import type { StandardSchema } from '../ground/schema.ts'
import type { Context } from '../context/context.ts'
import type { Fields } from '../http/fields.ts'
import type { Reply } from '../message/reply.ts'
import type { RequestHeaders } from '../message/request-headers.ts'
import type { Returned } from '../message/to-reply.ts'
import type { ParamsOf, PathLike } from './params-of.ts'

/**
 * The context of a handler of a path, for functions and methods of a class, whose parameters have to be annotated.
 *
 * @typeParam Options - The type of the route's options, when it has schemas or defaults.
 * @example
 * const options = { body: defineOptions({ title: stringOption('') }) }
 * const titleOf = (c: ContextOf<'/posts', typeof options>) => c.body.title.trim()
 * app.post('/posts', options, (c) => ({ title: titleOf(c) }))
 */
export type ContextOf<Path extends PathLike, Options extends object = NoOptions> = Context<
  OutputOf<
    Options,
    'params',
    ParamsOf<Path> & (Options extends { readonly defaults: infer Defaults } ? Defaults : unknown)
  >,
  OutputOf<Options, 'query', Fields>,
  OutputOf<Options, 'body', undefined>,
  OutputOf<Options, 'headers', RequestHeaders>,
  OutputOf<Options, 'cookies', Cookies>
>

/** The options of a route that says nothing. */
// oxlint-disable-next-line typescript/no-empty-object-type -- a type with members would ask for them
export type NoOptions = {}

/** The cookies of a request by name, as sent and unverified. */
export type Cookies = Readonly<Record<string, string>>

/** What the schema of one part gives; `Without` when there is none. */
type OutputOf<Options, Part extends string, Without> = Options extends {
  readonly [Key in Part]: StandardSchema<unknown, infer Output>
}
  ? Output
  : Without

/** What a route with these options is answered with. */
export type AnswerWith<Options> = Options extends { readonly reply: StandardSchema<infer Described, unknown> }
  ? AnswerOf<Described>
  : Returned

/** What a handler may return: with a `reply` schema what that describes, or a reply made by hand. */
export type AnswerOf<Described> = unknown extends Described
  ? Returned
  : Sendable<Described> | Reply | Response

/** What is sent may be read-only, whatever a schema says of its lists. */
type Sendable<T> = T extends object ? { readonly [Key in keyof T]: Sendable<T[Key]> } : T
