import { abort } from '@micro/core'
import { orNotFound } from '@micro/database'
import { db } from '../extensions.ts'
import type { User } from '../schema.ts'

/** A comment as a page shows it. */
export interface Comment {
  readonly id: number
  readonly post_id: number
  readonly author_id: number
  /** Plain text. */
  readonly body: string
  readonly created_at: string
  readonly username: string
  readonly author: string
}

/** The comments on a post, oldest first. */
export function commentsOn(postId: number): Promise<Comment[]> {
  return comments().where('comments.post_id', '=', postId).execute()
}

/** A comment that its author wants to take away. @throws {@link NotFound} or {@link Forbidden}. */
export async function getOwnComment(id: number, user: User): Promise<Comment> {
  const wanted = comments().where('comments.id', '=', id)
  const comment = await orNotFound(wanted.executeTakeFirst(), 'There is no such comment.')
  return comment.author_id === user.id ? comment : abort(403, 'Only its author can delete a comment.')
}

/** Adds a comment and gives its id. */
export async function addComment(author: User, postId: number, body: string): Promise<number> {
  const comment = { post_id: postId, author_id: author.id, body, created_at: new Date().toISOString() }
  const { id } = await db.insertInto('comments').values(comment).returning('id').executeTakeFirstOrThrow()
  return id
}

/** Takes a comment away. */
export async function deleteComment(id: number): Promise<void> {
  await db.deleteFrom('comments').where('id', '=', id).execute()
}

function comments() {
  return db
    .selectFrom('comments')
    .innerJoin('users', 'users.id', 'comments.author_id')
    .selectAll('comments')
    .select(['users.username', 'users.name as author'])
    .orderBy('comments.id')
}
