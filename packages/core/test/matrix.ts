import { App, type AppOptions } from '@micro/core'
import { overSocket, testClient, type TestClient, type TestClientOptions } from '@micro/core/testing'
import { afterEach, beforeEach, describe } from 'vitest'

/** What a case of the matrix works with: an app of its own, and a client that reaches it. */
export interface Bench {
  /** Made anew for every case; set it up before the first request. */
  readonly app: App
  /** A client of the app, in memory or over a real socket. Answers 500 where a handler throws. */
  client(options?: TestClientOptions): Promise<TestClient>
  /** What the app logged at level `error`. An entry that the case does not read fails it. */
  readonly errors: LoggedError[]
}

export interface LoggedError {
  readonly err: unknown
  readonly message: string
}

type Cases = (bench: () => Bench) => void

/** Runs the same cases twice: straight into the pipeline, and through `node:http` on a real socket. */
export function describeMatrix(name: string, cases: Cases, options: AppOptions = {}): void {
  describe.each(['memory', 'socket'] as const)(`${name} (%s)`, (way) => {
    let bench: Bench & { close(): Promise<void> }
    beforeEach(() => {
      bench = createBench(way, options)
    })
    afterEach(() => bench.close())
    cases(() => bench)
  })
}

function createBench(way: 'memory' | 'socket', options: AppOptions): Bench & { close(): Promise<void> } {
  const errors: LoggedError[] = []
  const quiet = (): void => {}
  const logger = { debug: quiet, info: quiet, warn: quiet, error: ({ err }: { err?: unknown }, message: string): void => void errors.push({ err, message }) }
  const app = new App({ name: 'bench', logger, ...options })
  const closers: (() => Promise<unknown>)[] = [() => app.stop()]
  return {
    app,
    errors,
    async client(clientOptions = {}) {
      if (way === 'memory') return testClient(app, { raiseErrors: false, ...clientOptions })
      const listener = await app.listen({ port: 0 })
      closers.unshift(() => listener.close(1000))
      return testClient(app, { ...clientOptions, transport: overSocket(listener.url) })
    },
    async close() {
      for (const close of closers) await close()
      const [unread] = errors
      if (unread !== undefined) throw new Error(`Unexpected log line: ${unread.message}`, { cause: unread.err })
    },
  }
}
