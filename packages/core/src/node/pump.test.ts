import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, createConnection, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bytes, Feed } from '../message/feed.ts'
import { Pump } from './pump.ts'

const PIECE = new Uint8Array(65_536)

describe('a pump', () => {
  const server = createServer((_, response) => answer(response))
  let answer: (response: ServerResponse) => void
  let client: Socket
  beforeEach(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
  })
  afterEach(async () => {
    client.destroy()
    await new Promise((resolve) => server.close(resolve))
  })

  /** Asks, and takes nothing of the answer. */
  async function ask(): Promise<void> {
    const address: AddressInfo | string | null = server.address()
    client = createConnection({
      port: typeof address === 'object' ? (address?.port ?? 0) : 0,
      host: '127.0.0.1',
    })
    await once(client, 'connect')
    client.pause().write('GET / HTTP/1.1\r\nHost: a.test\r\n\r\n')
  }

  it('cuts a client that takes nothing, however little waits for it while the source is slow', async () => {
    const { promise: told, resolve: tell } = Promise.withResolvers<void>()
    let waiting = 0
    answer = (response) => {
      const feed: Feed = {
        next: () =>
          new Promise<Bytes>((resolve) => {
            setImmediate(() => {
              waiting = response.writableLength
              if (waiting === 0) resolve(PIECE)
            })
          }),
        cancel: tell,
      }
      void new Pump(feed, response, 200).run()
    }
    await ask()
    await told
    expect(waiting).toBeGreaterThan(0)
    expect(waiting).toBeLessThan(100_000)
  })

  it('tells the source also when the reply is destroyed by somebody else while it is asked', async () => {
    let told = 0
    answer = (response) => {
      const feed: Feed = {
        next: () => {
          response.destroy()
          return PIECE
        },
        cancel: () => void told++,
      }
      void new Pump(feed, response, 60_000).run()
    }
    await ask()
    await expect.poll(() => told).toBe(1)
  })

  it('lets the source take its time while nothing waits for the client', async () => {
    const { promise: done, resolve: finish } = Promise.withResolvers<Bytes>()
    let cancelled = false
    let asked = 0
    answer = (response) => {
      const feed: Feed = {
        next: () => (asked++ < 3 ? PIECE : done),
        cancel: () => void (cancelled = true),
      }
      void new Pump(feed, response, 50).run()
    }
    await ask()
    client.resume()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect([asked, cancelled]).toEqual([4, false])
    finish(undefined)
    client.end()
  })

  it.each([0, 1])(
    'lets others run beside a source that gives %i bytes at once and never waits',
    async (size) => {
      const { promise: ended, resolve: end } = Promise.withResolvers<void>()
      let asked = 0
      let inTurn = 0
      let most = 0
      answer = (response) => {
        const feed: Feed = {
          next: () => {
            most = Math.max(most, ++inTurn)
            return ++asked < 20_000 ? new Uint8Array(size) : undefined
          },
          cancel: () => {},
        }
        void new Pump(feed, response, 1000).run().then(end)
      }
      const turns = setInterval(() => void (inTurn = 0), 0)
      await ask()
      client.resume()
      await ended
      clearInterval(turns)
      expect(asked).toBe(20_000)
      expect(most).toBeLessThan(5000)
    },
  )
})
