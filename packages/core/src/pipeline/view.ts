import type { MaybePromise } from '../ground/promise.ts'
import type { StandardSchema } from '../ground/schema.ts'
import type { Context } from '../context/context.ts'
import type { RequestContext } from '../context/request-context.ts'
import { letGo } from '../message/stream.ts'
import { toReply } from '../message/to-reply.ts'
import { withReplyCheck } from './check-reply.ts'
import { type RequestSchemas, withChecks } from './check-request.ts'
import type { View } from './endpoint.ts'
import { runBefore } from './run-before.ts'
import type { BeforeHook, Middleware } from './scope.ts'

/** What one route is made of. */
export interface ViewParts {
  /** Name of the endpoint, for errors. */
  readonly name: string
  readonly guards: readonly BeforeHook[]
  readonly schemas: RequestSchemas
  /** What its JSON has to be; looked at in debug alone. */
  readonly reply: StandardSchema | undefined
  /** The app's first, then blueprints from the outside in. */
  readonly middleware: readonly Middleware[]
  readonly handler: { handle(c: Context): MaybePromise<unknown> }
}

/** Puts a route together once: middleware around guards, then checks, then the handler. What is not used costs nothing. */
export function composeView({ name, guards, schemas, reply, middleware, handler }: ViewParts): View {
  const handle: View = (c) => handler.handle(c)
  const answered = reply === undefined ? handle : withReplyCheck(reply, name, handle)
  const checked = withChecks(schemas, answered)
  const guarded: View = guards.length === 0 ? checked : (c) => runBefore(guards, c, checked)
  return middleware.reduceRight((inner, each) => wrap(each, inner, name), guarded)
}

function wrap(middleware: Middleware, inner: View, name: string): View {
  return (c: RequestContext) =>
    middleware(c, async () => {
      c.request.assertWanted()
      const reply = toReply(await inner(c), c.app.json, name)
      const { body } = reply
      // The middleware may answer with another, or fail. Too late, what it gives is dropped in any case.
      if (body instanceof ReadableStream && !c.closed) c.onDispose(() => letGo(body))
      return reply
    })
}
