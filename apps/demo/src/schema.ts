import type { Generated, Selectable } from '@micro/database'

/** Somebody who can log in. */
export interface UsersTable {
  readonly id: Generated<number>
  /** What is typed to log in and what stands in the address of the profile: a-z, 0-9 and `-`. */
  readonly username: string
  readonly name: string
  readonly bio: string
  readonly password_hash: string
  /** Raised when the password changes, which ends every other session of this user. */
  readonly session_epoch: Generated<number>
  /** Raised when the user logs out, which ends every session, also one whose cookie somebody kept. */
  readonly logouts: Generated<number>
  /** ISO 8601, in UTC. */
  readonly created_at: string
}

export interface PostsTable {
  readonly id: Generated<number>
  readonly author_id: number
  readonly title: string
  /** The first sentences, as plain text, for lists. */
  readonly summary: string
  /** Markdown. */
  readonly body: string
  /** The same as HTML, safe to be put into a page: made when it is written, because rendering may take long. */
  readonly html: string
  /** ISO 8601, in UTC. */
  readonly published_at: string
  /** ISO 8601, in UTC. */
  readonly updated_at: string
}

export interface TagsTable {
  readonly post_id: number
  readonly name: string
}

export interface CommentsTable {
  readonly id: Generated<number>
  readonly post_id: number
  readonly author_id: number
  /** Plain text. */
  readonly body: string
  /** ISO 8601, in UTC. */
  readonly created_at: string
}

/** Every table, for the type of the queries. */
export interface Tables {
  readonly users: UsersTable
  readonly posts: PostsTable
  readonly tags: TagsTable
  readonly comments: CommentsTable
}

/** A user as read from the database. */
export type User = Selectable<UsersTable>
