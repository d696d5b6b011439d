/**
 * The names that an `@example` may use without saying where they come from: a module of declarations. They exist for the
 * compiler alone, for no such example is run.
 *
 * What the example's own file, its package's entries and core export needs no line here.
 */
export const castText = `
import type { App, Context, Reply } from '@micro/core'
import type { Database } from '@micro/database'

export let app: App
export let c: Context
export let reply: Reply
export let request: Context['request']
export let response: Response

export interface Post { readonly id: number; readonly title: string }
export let id: number
export let post: Post
export let findPost: (id: number) => Promise<Post | undefined>

export let templates: { render(name: string, values?: object): Promise<string> }

export interface Tables {
  posts: { id: number; title: string; body: string; views: number; pinned: number; created_at: string }
  users: { id: number; email: string; name: string }
  accounts: { id: number; balance: number }
}
export let db: Database<Tables>

export interface Tenant { readonly title: string }
export let findTenant: (host: string) => Promise<Tenant>

export interface Cart { close(): void }
export let carts: { open(id: string | undefined): Cart }
`
