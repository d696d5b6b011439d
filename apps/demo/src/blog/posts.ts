import { abort } from '@micro/core'
import { contains, orNotFound, type Page, type PageRequest, sql } from '@micro/database'
import { db } from '../extensions.ts'
import type { PostsTable, User } from '../schema.ts'
import { toHtml, toSummary } from './markdown.ts'
import type { PostText } from './post-schema.ts'

/** What a row does not hold by itself. */
export interface Tagged {
  /** In alphabetical order. */
  readonly tags: readonly string[]
}

/** A post as lists show it. */
export interface Teaser extends Tagged {
  readonly id: number
  readonly title: string
  readonly summary: string
  readonly published_at: string
  readonly updated_at: string
  readonly author_id: number
  readonly username: string
  readonly author: string
  /** How many there are. */
  readonly comments: number
}

/** A post with its text. */
export interface Post extends Teaser {
  /** Markdown. */
  readonly body: string
  /** The same as HTML, safe to be put into a page. */
  readonly html: string
}

/** Which posts to list; with nothing in it, all of them. */
export interface PostFilter {
  readonly tag?: string | undefined
  readonly username?: string | undefined
  /** In the title or the body, all of these words. */
  readonly words?: readonly string[]
}

/** The posts that fit, newest first. */
export async function listPosts(
  { tag, username, words = [] }: PostFilter,
  request: PageRequest,
): Promise<Page<Teaser>> {
  let query = teasers()
  if (username !== undefined) query = query.where('users.username', '=', username)
  if (tag !== undefined) query = query.where('posts.id', 'in', idsTagged(tag))
  for (const word of words) {
    query = query.where((eb) => eb.or([contains('posts.title', word), contains('posts.body', word)]))
  }
  const page = await db.paginate(query, request)
  return { ...page, items: await withTags(page.items) }
}

/** The newest posts with their texts, for the feed. */
export async function newestPosts(count: number): Promise<Post[]> {
  return withTags(await teasers().select(['posts.body', 'posts.html']).limit(count).execute())
}

/** One post with its text. @throws {@link NotFound} when there is none. */
export async function getPost(id: number): Promise<Post> {
  const rows = await teasers().select(['posts.body', 'posts.html']).where('posts.id', '=', id).execute()
  const [post] = await withTags(rows)
  return orNotFound(post, `There is no post ${id}.`)
}

/** A post that its author wants to change. @throws {@link NotFound} or {@link Forbidden}. */
export async function getOwnPost(id: number, user: User): Promise<Post> {
  const post = await getPost(id)
  return post.author_id === user.id ? post : abort(403, 'Only its author can change a post.')
}

/** Publishes a post and gives its id. */
export function addPost(author: User, { tags, ...text }: PostText): Promise<number> {
  return db.transaction(async () => {
    const now = new Date().toISOString()
    const { id } = await db
      .insertInto('posts')
      .values({
        ...written(text),
        author_id: author.id,
        published_at: now,
        updated_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await replaceTags(id, tags)
    return id
  })
}

/** Changes the text of a post. */
export function changePost(id: number, { tags, ...text }: PostText): Promise<void> {
  return db.transaction(async () => {
    const changes = { ...written(text), updated_at: new Date().toISOString() }
    await db.updateTable('posts').set(changes).where('id', '=', id).execute()
    await replaceTags(id, tags)
  })
}

/** Takes a post away, with its tags and comments. */
export async function deletePost(id: number): Promise<void> {
  await db.deleteFrom('posts').where('id', '=', id).execute()
}

/** A text with what readers get of it: rendered once, not each time that somebody reads it. */
function written(text: Omit<PostText, 'tags'>): Pick<PostsTable, 'title' | 'body' | 'html' | 'summary'> {
  return { ...text, html: toHtml(text.body), summary: toSummary(text.body) }
}

function teasers() {
  return db
    .selectFrom('posts')
    .innerJoin('users', 'users.id', 'posts.author_id')
    .select(['posts.id', 'posts.title', 'posts.summary', 'posts.published_at', 'posts.updated_at'])
    .select(['posts.author_id', 'users.username', 'users.name as author'])
    .select(sql<number>`(select count(*) from comments where comments.post_id = posts.id)`.as('comments'))
    .orderBy('posts.published_at', 'desc')
    .orderBy('posts.id', 'desc')
}

function idsTagged(name: string) {
  return db.selectFrom('tags').select('post_id').where('name', '=', name)
}

async function withTags<Row extends { readonly id: number }>(
  rows: readonly Row[],
): Promise<(Row & Tagged)[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const tags = await db.selectFrom('tags').selectAll().where('post_id', 'in', ids).orderBy('name').execute()
  const byPost = Map.groupBy(tags, (tag) => tag.post_id)
  return rows.map((row) => ({ ...row, tags: (byPost.get(row.id) ?? []).map(({ name }) => name) }))
}

async function replaceTags(postId: number, names: readonly string[]): Promise<void> {
  await db.deleteFrom('tags').where('post_id', '=', postId).execute()
  const rows = names.map((name) => ({ post_id: postId, name }))
  if (rows.length > 0) await db.insertInto('tags').values(rows).execute()
}
