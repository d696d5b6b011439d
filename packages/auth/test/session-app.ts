import { App, type LogFields, type Logger } from '@micro/core'
import { testClient, type TestClient } from '@micro/core/testing'
import { Sessions, type SessionsSetup } from '../src/session/sessions.ts'

/** A key as an app has it. */
export const SECRET = 'b8Rk2v5yXqTn7wZc4mFh9sLd3gJp6aUe'
export const OTHER_SECRET = 'Zx9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk0Lm'

/** A line of the log. */
export interface Line {
  readonly level: string
  readonly fields: LogFields
  readonly message: string
}

/** A logger that keeps its lines. */
export function recorder(): { readonly logger: Logger; readonly lines: readonly Line[] } {
  const lines: Line[] = []
  const at =
    (level: string) =>
    (fields: LogFields, message: string): void => {
      lines.push({ level, fields, message })
    }
  return { lines, logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } }
}

/** What a test of sessions has at hand. */
export interface SessionApp {
  readonly app: App
  readonly sessions: Sessions
  readonly client: TestClient
  readonly lines: readonly Line[]
}

/** An app with sessions; its client says that it is a browser on this site. */
export function sessionApp(
  setup: SessionsSetup = {},
  config: Readonly<Record<string, unknown>> = {},
): SessionApp {
  const { logger, lines } = recorder()
  const sessions = new Sessions(setup)
  const app = new App({ name: 'shop', logger, config: { secretKey: SECRET, ...config } })
  app.register(sessions)
  const client = testClient(app, { raiseErrors: false, headers: { 'sec-fetch-site': 'same-origin' } })
  return { app, sessions, client, lines }
}

/** Name of the session cookie outside of debug. */
export const COOKIE = '__Host-session'
