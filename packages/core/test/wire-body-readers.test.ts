import { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import type { Request } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { head, openWire } from './wire.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function rawOf({ source }: Request): IncomingMessage {
  if (source.raw instanceof IncomingMessage) return source.raw
  throw new Error('It came from somewhere else')
}

/** The head of a request, and pieces of its body. */
const piecesOf = (path: string, ...pieces: readonly string[]): string[] => [
  head(`POST ${path} HTTP/1.1`, `Content-Length: ${pieces.join('').length}`),
  ...pieces,
]

describe('a body that is read whole, and others who look at it', { timeout: 30_000 }, () => {
  it.each([
    ['before it is read, when all of it is there', 'before', 200],
    ['before it is read, when some of it is there', 'before', 60],
    ['behind that, when nothing of it is there', 'behind', 0],
  ])('a listener that was put on it %s has all of it too', async (_, when, wait) => {
    await using wire = await openWire((app) => {
      app.beforeRequest(async () => {
        if (wait > 0) await pause(wait)
      })
      app.post('/', async ({ request }) => {
        const seen: string[] = []
        const listen = (): void => void rawOf(request).on('data', (piece) => void seen.push(String(piece)))
        if (when === 'before') listen()
        const whole = request.text()
        if (when === 'behind') listen()
        return `${await whole} ${seen.join('')}`
      })
    })
    const answer = await wire.send(piecesOf('/', 'one', 'two', 'three', 'four'), { pause: 25, patience: 500 })
    expect(answer.replies.map(({ body }) => body)).toEqual(['onetwothreefour onetwothreefour'])
  })

  it.each([
    ['finished', (raw: IncomingMessage) => finished(raw)],
    ['pipeline', (raw: IncomingMessage) => pipeline(raw, new PassThrough().resume())],
    [
      'for await',
      async (raw: IncomingMessage) => {
        for await (const piece of raw) throw new Error(`There was ${piece}`)
      },
    ],
  ])('whoever comes behind finds a stream that has ended: %s', async (_, look) => {
    await using wire = await openWire((app) => {
      app.post('/', async ({ request }) => {
        const text = await request.text()
        const raw = rawOf(request)
        const ended = look(raw).then(() => 'ended')
        const outcome = await Promise.race([ended, pause(300).then(() => 'still open')]).catch(String)
        return `${text} ${outcome} ${raw.readable}`
      })
    })
    const request = piecesOf('/', 'text').join('')
    const { replies } = await wire.send([request + request], { patience: 500 })
    expect(replies.map(({ body }) => body)).toEqual(['text ended false', 'text ended false'])
  })

  it.each(['/accepted', '/too-slow', '/large'])(
    '%s: a body that is being read is read to its end, though its reply is out',
    async (path) => {
      const reads: string[] = []
      const note = (text: string): void => void reads.push(text.slice(0, 10))
      await using wire = await openWire((app) => {
        for (const early of ['/accepted', '/large']) {
          app.post(early, ({ request }) => {
            void request.text().then(note, (error: unknown) => note(String(error)))
            return 'accepted'
          })
        }
        app.post('/too-slow', { timeout: 50 }, async ({ request }) => {
          note(await request.text())
          return 'never'
        })
      })
      const pieces = path === '/large' ? ['x'.repeat(50_000), 'y'.repeat(50_000)] : ['first', 'later']
      const answer = await wire.send(piecesOf(path, ...pieces), { pause: 300, patience: 500 })
      expect(answer.statuses).toEqual([path === '/too-slow' ? 503 : 200])
      expect(reads).toEqual([path === '/large' ? 'xxxxxxxxxx' : 'firstlater'])
    },
  )

  it('a reader whose client leaves behind its reply hears of it', async () => {
    const reads: string[] = []
    await using wire = await openWire((app) =>
      app.post('/', ({ request }) => {
        void request.text().catch((error: unknown) => void reads.push(String(error)))
        return 'accepted'
      }),
    )
    const socket = await wire.connect()
    socket.write(`${head('POST / HTTP/1.1', 'Content-Length: 10')}half`)
    await pause(100)
    expect(reads).toEqual([])
    socket.destroy()
    await expect.poll(() => reads).toEqual(['BadRequest: 400 Bad Request: The body was cut off'])
  })

  it('many such bodies on one connection leave no listeners on it', async () => {
    const counts: number[] = []
    await using wire = await openWire((app) =>
      app.post('/', ({ request }) => {
        counts.push(rawOf(request).socket.listenerCount('close'))
        void request.text()
        return 'accepted'
      }),
    )
    const pieces = Array.from({ length: 12 }, () => piecesOf('/', 'ab')).flat()
    expect((await wire.send(pieces, { pause: 20, patience: 300 })).statuses).toHaveLength(12)
    expect(new Set(counts).size).toBe(1)
  })
})
