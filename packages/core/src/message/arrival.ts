import type { Source } from './source.ts'

/** What the door found out about a request before anything else looked at it. */
export interface Arrival {
  readonly source: Source
  /** The canonical path: decoded once; the same value that routing and static files use. */
  readonly path: string
  /** The text after the first `?`, undecoded; `''` when there is none. */
  readonly queryString: string
  /** Whether a segment is `.` or `..`: no route and no file answers. */
  readonly dotted: boolean
  /** The validated host that was asked for, with its port; `''` when none was sent. */
  readonly host: string
  /** That of the client, as a trusted proxy says it, else of the connection. */
  readonly scheme: 'http' | 'https'
  /** The client's address as a trusted proxy says it; `undefined` when none does. */
  readonly address: string | undefined
  /** What goes before the paths of the app, without a slash at its end: said by a trusted proxy, else `applicationRoot`. */
  readonly prefix: string
  /** The error that it is refused with, before anything is run for it; `undefined` when all is well. */
  readonly refusal: unknown
}
