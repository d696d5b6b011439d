import { urlFor } from '@micro/core'
import type { Page } from '@micro/database'
import type { Post, Teaser } from '../blog/posts.ts'

/** A post of a list, as programs read it. */
export interface TeaserJson {
  readonly id: number
  readonly title: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly author: { readonly username: string; readonly name: string }
  readonly comments: number
  /** ISO 8601, in UTC. */
  readonly publishedAt: string
  /** ISO 8601, in UTC. */
  readonly updatedAt: string
  /** The page that people read. */
  readonly url: string
}

/** A post, as programs read it. */
export interface PostJson extends TeaserJson {
  /** Markdown. */
  readonly body: string
  /** Safe to be put into a page. */
  readonly html: string
}

/** One page of a list, as programs read it. */
export interface ListJson {
  readonly items: readonly TeaserJson[]
  readonly page: number
  readonly pages: number
  readonly perPage: number
  readonly total: number
}

export function teaserJson(post: Teaser): TeaserJson {
  const { id, title, summary, tags, username, author, comments } = post
  return {
    id,
    title,
    summary,
    tags,
    comments,
    author: { username, name: author },
    publishedAt: post.published_at,
    updatedAt: post.updated_at,
    url: urlFor('blog.show', { id }, { external: true }),
  }
}

export function postJson(post: Post): PostJson {
  return { ...teaserJson(post), body: post.body, html: post.html }
}

export function listJson({ items, page, pages, perPage, total }: Page<Teaser>): ListJson {
  return { items: items.map(teaserJson), page, pages, perPage, total }
}
