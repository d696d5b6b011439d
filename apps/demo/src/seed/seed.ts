import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashPassword } from '@micro/auth'
import { toHtml, toSummary } from '../blog/markdown.ts'
import { db } from '../extensions.ts'
import { AUTHORS, DEMO_LOGIN } from './authors.ts'
import { COMMENTS, type SeedComment } from './comments.ts'
import { readPost, type SeedPost } from './read-post.ts'

const HOUR = 3_600_000

/** Fills an empty blog. Leaves one alone in which somebody is already, and says `false`. */
export async function seed(): Promise<boolean> {
  const somebody = await db.selectFrom('users').select('id').limit(1).executeTakeFirst()
  if (somebody !== undefined) return false
  const posts = await readPosts()
  const passwordHash = await hashPassword(DEMO_LOGIN.password)
  await db.transaction(async () => {
    const authorIds = await addAuthors(passwordHash)
    await addComments(await addPosts(posts, authorIds), authorIds)
  })
  return true
}

async function readPosts(): Promise<SeedPost[]> {
  const folder = join(import.meta.dirname, 'posts')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).toSorted()
  return Promise.all(names.map(async (name) => readPost(await readFile(join(folder, name), 'utf8'))))
}

async function addAuthors(passwordHash: string): Promise<Map<string, number>> {
  const joined = new Date(Date.now() - 230 * 24 * HOUR).toISOString()
  const rows = AUTHORS.map((author) => ({ ...author, password_hash: passwordHash, created_at: joined }))
  const users = await db.insertInto('users').values(rows).returning(['id', 'username']).execute()
  return new Map(users.map(({ username, id }) => [username, id]))
}

/** A post that was added: where comments go. */
interface Published {
  readonly id: number
  readonly at: number
}

async function addPosts(
  posts: readonly SeedPost[],
  authorIds: ReadonlyMap<string, number>,
): Promise<Map<string, Published>> {
  const published = new Map<string, Published>()
  for (const post of posts) published.set(post.title, await addPost(post, authorIds.get(post.author) ?? 0))
  return published
}

async function addPost({ title, body, daysAgo, tags }: SeedPost, authorId: number): Promise<Published> {
  const at = Date.now() - daysAgo * 24 * HOUR
  const date = new Date(at).toISOString()
  const row = {
    title,
    body,
    html: toHtml(body),
    summary: toSummary(body),
    author_id: authorId,
    published_at: date,
    updated_at: date,
  }
  const { id } = await db.insertInto('posts').values(row).returning('id').executeTakeFirstOrThrow()
  await db
    .insertInto('tags')
    .values(tags.map((name) => ({ post_id: id, name })))
    .execute()
  return { id, at }
}

async function addComments(
  posts: ReadonlyMap<string, Published>,
  authorIds: ReadonlyMap<string, number>,
): Promise<void> {
  const row = ({ on, author, hours, body }: SeedComment) => ({
    post_id: posts.get(on)?.id ?? 0,
    author_id: authorIds.get(author) ?? 0,
    body,
    created_at: new Date((posts.get(on)?.at ?? 0) + hours * HOUR).toISOString(),
  })
  await db.insertInto('comments').values(COMMENTS.map(row)).execute()
}
