import { App, type AppOptions } from '@micro/core'
import {
  overSocket,
  testClient,
  type TestClient,
  type TestClientOptions,
  type TestRequest,
  type TestResponse,
} from '@micro/core/testing'
import { afterEach, beforeEach, describe } from 'vitest'
import { rawInMemory, rawOverSocket, type RawAnswer, type RawRequest } from './raw.ts'

/** What a case of the matrix works with: an app of its own, and clients that reach it. */
export interface Bench {
  /** Made anew for every case; set it up before the first request. */
  readonly app: App
  /** A client of the app, in memory or over a real socket. Answers 500 where a handler throws. */
  client(options?: TestClientOptions): Promise<TestClient>
  /** One request by a client of the case; `GET` unless a method is given. */
  fetch(path: string, request?: TestRequest & { readonly method?: string }): Promise<TestResponse>
  /** One request whose target arrives exactly as it is written: nothing resolves `..` or encodes a character. */
  raw(target: string, request?: RawRequest): Promise<RawAnswer>
  /** What the app logged at level `error`. An entry that the case does not read fails it. */
  readonly errors: LoggedError[]
}

export interface LoggedError {
  readonly err: unknown
  readonly message: string
}

type Cases = (bench: () => Bench) => void
type Way = 'memory' | 'socket'

/** Whether core runs as on Bun, Deno and Workers; `vitest.config.ts` says so. Sockets are Node's. */
export const portable: boolean = process.env['MICRO_RUNTIME'] === 'portable'
const ways: readonly Way[] = portable ? ['memory'] : ['memory', 'socket']

/**
 * Runs the same cases twice: straight into the pipeline, and through `node:http` on a real socket. The project `core-portable` runs the
 * former once more.
 */
export function describeMatrix(name: string, cases: Cases, options: AppOptions = {}): void {
  describe.each(ways)(`${name} (%s)`, (way) => {
    let bench: Bench & AsyncDisposable
    beforeEach(() => {
      bench = createBench(way, options)
    })
    afterEach(() => bench[Symbol.asyncDispose]())
    cases(() => bench)
  })
}

const quiet = (): void => {}

function createBench(way: Way, options: AppOptions): Bench & AsyncDisposable {
  const errors: LoggedError[] = []
  const error = ({ err }: { err?: unknown }, message: string): void => void errors.push({ err, message })
  const app = new App({
    name: 'bench',
    logger: { debug: quiet, info: quiet, warn: quiet, error },
    ...options,
  })
  const closers: (() => Promise<unknown>)[] = [() => app.stop()]
  let listening: Promise<string> | undefined
  let usual: Promise<TestClient> | undefined

  async function listen(): Promise<string> {
    const listener = await app.listen({ port: 0 })
    closers.unshift(() => listener.close(1000))
    return listener.url
  }

  async function client(clientOptions: TestClientOptions = {}): Promise<TestClient> {
    if (way === 'memory') return testClient(app, { raiseErrors: false, ...clientOptions })
    return testClient(app, { ...clientOptions, transport: overSocket(await (listening ??= listen())) })
  }

  return {
    app,
    errors,
    client,
    async fetch(path, { method = 'GET', ...request } = {}) {
      return (await (usual ??= client())).request(method, path, request)
    },
    async raw(target, request = {}) {
      return way === 'memory'
        ? rawInMemory(app, target, request)
        : rawOverSocket(await (listening ??= listen()), target, request)
    },
    async [Symbol.asyncDispose]() {
      for (const close of closers) await close()
      const [unread] = errors
      if (unread !== undefined)
        throw new Error(`Unexpected log line: ${unread.message}`, { cause: unread.err })
    },
  }
}
