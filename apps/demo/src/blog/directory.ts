import { db } from '../extensions.ts'

/** A tag and on how many posts it is. */
export interface TagCount {
  readonly name: string
  readonly posts: number
}

/** Somebody who has published something. */
export interface Author {
  readonly username: string
  readonly name: string
  readonly bio: string
  readonly posts: number
}

/** Every tag there is, in alphabetical order. */
export function allTags(): Promise<TagCount[]> {
  return db
    .selectFrom('tags')
    .select(({ fn }) => ['name', fn.countAll<number>().as('posts')])
    .groupBy('name')
    .orderBy('name')
    .execute()
}

/** Everybody who has published something, by name. */
export function allAuthors(): Promise<Author[]> {
  return db
    .selectFrom('users')
    .innerJoin('posts', 'posts.author_id', 'users.id')
    .select(({ fn }) => ['users.username', 'users.name', 'users.bio', fn.countAll<number>().as('posts')])
    .groupBy(['users.id', 'users.username', 'users.name', 'users.bio'])
    .orderBy('users.name')
    .execute()
}
