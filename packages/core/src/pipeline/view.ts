import type { MaybePromise } from '../ground/promise.ts'
import type { StandardSchema } from '../ground/schema.ts'
import type { Context } from '../context/context.ts'
import type { RequestContext } from '../context/request-context.ts'
import type { Fields } from '../http/fields.ts'
import { isJson } from '../http/media-type.ts'
import type { Request } from '../message/request.ts'
import { toReply } from '../message/to-reply.ts'
import { validateOrRefuse } from '../message/validation.ts'
import type { View } from './endpoint.ts'
import { runBefore } from './run-before.ts'
import type { BeforeHook, Middleware } from './scope.ts'

/** What one route is made of. */
export interface ViewParts {
  /** Name of the endpoint, for errors. */
  readonly name: string
  readonly guards: readonly BeforeHook[]
  readonly query: StandardSchema | undefined
  readonly body: StandardSchema | undefined
  /** The app's first, then blueprints from the outside in. */
  readonly middleware: readonly Middleware[]
  readonly handler: { handle(c: Context): MaybePromise<unknown> }
}

/** Puts a route together once: middleware around guards, then validation, then the handler. What is not used costs nothing. */
export function composeView(parts: ViewParts): View {
  const { handler, guards } = parts
  const handle: View = (c) => handler.handle(c)
  const validated =
    parts.query === undefined && parts.body === undefined ? handle : withValidation(parts, handle)
  const guarded: View = guards.length === 0 ? validated : (c) => runBefore(guards, c, validated)
  return parts.middleware.reduceRight((inner, middleware) => wrap(middleware, inner, parts.name), guarded)
}

function withValidation({ query, body }: ViewParts, handle: View): View {
  return async (c) => {
    if (query !== undefined) c.query = await validateOrRefuse(query, recordOf(c.request.query), 'query')
    if (body !== undefined) c.body = await validateOrRefuse(body, await readBody(c.request), 'body')
    return handle(c)
  }
}

/** A JSON body as it is, a form as a record of its fields. */
async function readBody(request: Request): Promise<unknown> {
  return isJson(request.mediaType) ? request.json() : recordOf(await request.form())
}

/** A name with one value is that text, a name with several is their list. */
function recordOf(fields: Fields): Readonly<Record<string, string | readonly string[] | undefined>> {
  const lists: Record<string, string | readonly string[] | undefined> = fields.toLists()
  for (const [name, values] of Object.entries(lists)) if (values?.length === 1) lists[name] = values[0]
  return lists
}

function wrap(middleware: Middleware, inner: View, name: string): View {
  return (c: RequestContext) => middleware(c, async () => toReply(await inner(c), c.app.json, name))
}
