import type { App } from '@micro/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { head, openWire, type Wire } from './wire.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const HOME = head('GET / HTTP/1.1')
const LATER = head('GET /later HTTP/1.1')
const STREAM = head('GET /stream HTTP/1.1')
const READ = `${head('POST /read HTTP/1.1', 'Content-Length: 5')}hello`
const TUNNEL = head('CONNECT a.test:80 HTTP/1.1')
const CHUNKED = head('POST /read HTTP/1.1', 'Transfer-Encoding: chunked')
const NEVER = head('GET /never HTTP/1.1')

describe('requests that are whole, before one that is refused', () => {
  let wire: Wire
  let calls: string[] = []
  beforeEach(async () => {
    calls = []
    wire = await openWire(setUp, { headersTimeout: 300, writeTimeout: 300 })
  })
  afterEach(() => wire[Symbol.asyncDispose]())

  function setUp(app: App): void {
    app.beforeRequest(({ request }) => void calls.push(request.path))
    app.get('/empty', () => '')
    app.get('/bytes', () => new Uint8Array(20_000_000))
    app.get('/later', async () => {
      await pause(20)
      return 'later'
    })
    app.get('/long', async () => {
      await pause(1000)
      return 'long'
    })
    app.get('/stream', async function* () {
      yield 'one '
      await pause(20)
      yield 'two'
    })
    app.post('/read', async ({ request }) => {
      await pause(20)
      return request.text()
    })
  }

  const refused = [
    ['garbage', 'garbage\r\n\r\n', 400],
    ['a header that is too long', head('GET / HTTP/1.1', `X: ${'x'.repeat(40_000)}`), 431],
    ['a body that breaks', `${CHUNKED}5\r\nhello\r\nZZ\r\n`, 400],
    ['a tunnel', TUNNEL, 405],
  ] as const
  const whole = [
    ['a reply that is there', HOME, ['home']],
    ['a reply that is waited for', LATER, ['later']],
    ['a stream', STREAM, ['one two']],
    ['a body that is read', READ, ['hello']],
    ['HEAD', head('HEAD /empty HTTP/1.1'), ['']],
    ['two of them', LATER + HOME, ['later', 'home']],
    ['four of them', HOME + STREAM + READ + LATER, ['home', 'one two', 'hello', 'later']],
  ] as const

  describe.each(refused)('%s', (_, broken, status) => {
    it.each(whole)(
      'A25: is refused behind the reply, and nothing after it is served: %s',
      async (__, good, bodies) => {
        for (const pieces of [[good + broken + NEVER], [good, broken + NEVER]]) {
          const { replies, closed } = await wire.send(pieces, { pause: 5 })
          expect(replies.slice(0, -1).map(({ body }) => body)).toEqual(bodies)
          expect([replies.at(-1)?.status, replies.at(-1)?.headers.get('connection'), closed]).toEqual([
            status,
            'close',
            true,
          ])
        }
        expect(calls).not.toContain('/never')
        expect(wire.log).toEqual([])
      },
    )
  })

  it('A25: half a header whose time is over is answered with 408 behind the reply', async () => {
    const { statuses, closed } = await wire.send(`${head('GET /long HTTP/1.1')}GET / HT`)
    expect([statuses, closed]).toEqual([[200, 408], true])
  })

  it.each(refused)('S05: a client that takes nothing of the reply before %s is cut', async (_, broken) => {
    const socket = await wire.connect()
    socket.pause().write(head('GET /bytes HTTP/1.1') + broken)
    await pause(1000)
    let size = 0
    // What was sent before is still there to be read; then comes the end.
    socket.on('data', ({ length }) => void (size += length)).resume()
    await new Promise<void>((resolve) => void socket.once('end', resolve).once('close', () => resolve()))
    socket.destroy()
    expect(size).toBeLessThan(20_000_000)
  })
})
