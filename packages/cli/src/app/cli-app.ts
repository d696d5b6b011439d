import type { Command, ConfigEntry, ContextOptions, Registration } from '@micro/core'

/** One row of what an app routes. */
export interface RouteRow {
  /** Full name, such as `'blog.show'`. */
  readonly endpoint: string
  readonly methods: readonly string[]
  readonly path: string
  readonly blueprint?: string | undefined
  readonly subdomain?: string | undefined
}

/** Where an app listens. */
export interface ListenAddress {
  readonly host?: string
  readonly port?: number
}

/** A server that listens for an app. */
export interface AppListener {
  readonly url: string
  /** Lets the requests under way finish. Gives how many were cut off. */
  close(): Promise<number>
}

/**
 * What the command line asks of an app. An app is known by having it, not by its class, so that a `micro` that is
 * installed once for all projects serves each of them, whatever copy of the core it uses.
 */
export interface CliApp {
  readonly name: string
  readonly config: {
    fromObject(values: Readonly<Record<string, unknown>>): unknown
    entries(): readonly ConfigEntry[]
  }
  readonly commands: readonly Command[]
  readonly registrations: readonly Registration[]
  routes(): readonly RouteRow[]
  start(): Promise<void>
  stop(): Promise<void>
  listen(address: ListenAddress): Promise<AppListener>
  inContext<T>(run: () => T | PromiseLike<T>, options?: ContextOptions): Promise<T>
}

const METHODS = ['routes', 'start', 'stop', 'listen', 'inContext', 'fetch'] as const

/** Whether a value is an app. Objects that throw when they are looked at are none. */
export function isApp(value: unknown): value is CliApp {
  if (typeof value !== 'object' || value === null) return false
  try {
    const has = (name: string): unknown => Reflect.get(value, name)
    return METHODS.every((name) => typeof has(name) === 'function') && Array.isArray(has('commands'))
  } catch {
    return false
  }
}
