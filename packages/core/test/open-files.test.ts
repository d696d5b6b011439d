import { App, type FileSource, type OpenFile, Reply, sendFile } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'
import { BytesFile } from '../src/message/bytes-file.ts'

/** A file that says what became of it. */
class CountedFile extends BytesFile {
  readonly #log: string[]

  constructor(log: string[]) {
    super(new Uint8Array(100_000))
    this.#log = log
    log.push('opened')
  }

  override async close(): Promise<void> {
    this.#log.push('closed')
  }
}

const quiet = (): void => {}
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet }

describe('an open file', () => {
  it('is closed when the query of the request for it cannot be read', async () => {
    const log: string[] = []
    const files: FileSource = { open: async (path) => (path === 'a.css' ? new CountedFile(log) : undefined) }
    await using app = new App({ staticFolder: files })
    expect((await testClient(app).get(`/static/a.css?${'a&'.repeat(1001)}`)).status).toBe(400)
    expect(log).toEqual(['opened', 'closed'])
  })

  it.each([
    ['the handler throws after all', '/throws', undefined],
    ['it was to be sent in several parts', '/throws', 'bytes=0-1,9-10'],
    ['the handler answers with something else', '/replaced', undefined],
  ])('is closed with the request when %s', async (_, path, range) => {
    const log: string[] = []
    await using app = new App({ logger })
    const open = (): Promise<unknown> => {
      const file: OpenFile = new CountedFile(log)
      return sendFile(file)
    }
    app.get('/throws', async () => {
      await open()
      throw new Error('after all')
    })
    app.get('/replaced', async () => {
      await open()
      return 'another'
    })
    const client = testClient(app, { raiseErrors: false })
    await client.get(path, range === undefined ? {} : { headers: { range } })
    expect(log).toEqual(['opened', 'closed'])
  })
})

const endless = (log: string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(10)),
    cancel: () => void log.push('told'),
  })

describe('a stream that is not sent', () => {
  it('is told so when a middleware answers with another reply', async () => {
    const log: string[] = []
    await using app = new App({ logger })
    app.use(async (_, next) => {
      await next()
      return new Reply('another')
    })
    app.get('/', () => endless(log))
    expect(await (await testClient(app).get('/')).text()).toBe('another')
    expect(log).toEqual(['told'])
  })

  it('is told so when the hook that was given it takes too long', async () => {
    const log: string[] = []
    await using app = new App({ logger, config: { handlerTimeout: 20 } })
    app.afterRequest(() => new Promise(() => {}))
    app.get('/', () => new Reply(endless(log), 'text/plain', { headers: { 'content-length': '99' } }))
    expect((await testClient(app, { raiseErrors: false }).get('/')).status).toBe(503)
    expect(log).toEqual(['told'])
  })
})
