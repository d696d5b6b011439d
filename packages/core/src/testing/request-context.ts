import type { App } from '../app/app.ts'
import type { Context } from '../context/context.ts'
import { Reply } from '../message/reply.ts'
import { exchange } from '../web/exchange.ts'
import { type TestRequest, toRequest } from './test-request.ts'

/**
 * Runs a function as if a request were going on: `currentContext()`, `urlFor()` and every extension object work in it, and what it
 * opens is closed when it is done. No hook and no handler runs. Starts the app.
 *
 * @param path - Of the request, with its query; routed, so that `c.endpoint` and `c.params` are those of its route.
 * @returns What the function gives. What it throws is thrown.
 * @example
 * app.get('/users/<int:id>', { endpoint: 'users.show' }, ({ params }) => ({ id: params.id }))
 * const id = await inRequest(app, '/users/7', (c) => c.params['id']) // 7
 */
export async function inRequest<T>(
  app: App,
  path: string,
  run: (c: Context) => T | PromiseLike<T>,
  request: TestRequest & { readonly method?: string } = {},
): Promise<T> {
  await app.start()
  const outcome = Promise.withResolvers<T>()
  const handle = app.diverted(async (c) => {
    // Whatever comes of it is the caller's, and no reply.
    await Promise.resolve(c).then(run).then(outcome.resolve, outcome.reject)
    return new Reply()
  }, 'none')
  const { method = 'GET' } = request
  await exchange(handle, toRequest(method, new URL(path, 'http://localhost'), request), request.ip).done
  return outcome.promise
}
