import type { App, Settings } from '@micro/core'
import { type FormValues, type TestClient, testClient, type TestResponse } from '@micro/core/testing'
import { createApp } from '../src/app.ts'

/** An empty blog of its own, in memory. */
export function openBlog(settings: Settings = {}): App {
  return createApp({
    ...settings,
    secretKey: 'a secret key that is only ever used in tests',
    database: { url: 'sqlite::memory:', migrateOnStart: true },
  })
}

/** Somebody with a browser: sends forms as a page of the blog has them, token and all. */
export class Visitor {
  readonly client: TestClient

  constructor(app: App) {
    this.client = testClient(app, { headers: { accept: 'text/html' } })
  }

  /** A page that has to be there. */
  async read(path: string): Promise<string> {
    const response = await this.client.get(path)
    const text = await response.text()
    if (response.status !== 200) throw new TypeError(`GET ${path} answered ${response.status}: ${text}`)
    return text
  }

  /** Fills in the form of a page and sends it. */
  async submit(page: string, form: FormValues, action: string = page): Promise<TestResponse> {
    return this.client.post(action, { form: { ...form, csrf_token: await this.token(page) } })
  }

  /** Joins, and is logged in from then on. */
  async join(username: string): Promise<void> {
    const name = username.charAt(0).toUpperCase() + username.slice(1)
    const password = passwordOf(username)
    const response = await this.submit('/register', { name, username, password, repeated: password })
    if (response.status !== 303)
      throw new TypeError(`Joining answered ${response.status}: ${await response.text()}`)
  }

  /** Publishes a post and gives its address. */
  async publish(post: {
    readonly title: string
    readonly body?: string
    readonly tags?: string
  }): Promise<string> {
    const form = {
      title: post.title,
      body: post.body ?? 'Some words.',
      tags: post.tags ?? '',
      action: 'save',
    }
    const response = await this.submit('/posts/new', form)
    if (response.status !== 303)
      throw new TypeError(`Publishing answered ${response.status}: ${await response.text()}`)
    return response.headers.get('location') ?? ''
  }

  /** The token that the forms of a page carry. */
  async token(page: string): Promise<string> {
    return /name="csrf_token" value="([^"]+)"/.exec(await this.read(page))?.[1] ?? ''
  }
}

/** The password of somebody who joined in a test. */
export function passwordOf(username: string): string {
  return `${username} likes the sea`
}

/** The error that a page shows beside a field; `undefined` when it shows none. */
export function errorBeside(page: string, field: string): string | undefined {
  return new RegExp(`<p class="error" id="${field}-error">([^<]*)</p>`).exec(page)?.[1]
}
