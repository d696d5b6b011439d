import { abort, type MaybePromise } from '@micro/core'

/**
 * What was found, or the end of the request with 404.
 *
 * @param detail - Said to the client.
 * @throws {@link HttpError} 404 when there is nothing.
 * @example
 * app.get('/posts/<int:id>', ({ params }) =>
 *   orNotFound(db.selectFrom('posts').selectAll().where('id', '=', params.id).executeTakeFirst(), `No post ${params.id}`))
 */
export async function orNotFound<T>(found: MaybePromise<T | null | undefined>, detail?: string): Promise<T> {
  return (await found) ?? abort(404, detail)
}
