import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sendFile, stream, type App } from '@micro/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { head, openWire } from './wire.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const CLOSE = 'Connection: close'
const SIZE = 12_345_678

describe('a file that is written to a socket', { timeout: 30_000 }, () => {
  const content = randomBytes(SIZE)
  let folder: string
  let path: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pumping-'))
    path = join(folder, 'a.bin')
    writeFileSync(path, content)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const withFile = (app: App): void => {
    app.get('/file', () => sendFile(path))
  }

  it('arrives as it is, whatever the client takes of it and when', async () => {
    await using wire = await openWire(withFile)
    const bodies = await Promise.all([0, 1, 5].map(async (ms) => bodyOf(await asked(wire.connect()), ms)))
    expect(bodies.map(hashOf)).toEqual(bodies.map(() => hashOf(content)))
    expect(openNow(path)).toBe(0)
  })

  it('arrives in parts as it is', async () => {
    await using wire = await openWire(withFile)
    const range = `Range: bytes=100000-${SIZE - 2}`
    const body = await bodyOf(await asked(wire.connect(), range), 0)
    expect(hashOf(body)).toBe(hashOf(content.subarray(100_000, SIZE - 1)))
  })

  it('is read no further than the client takes it, and closed when it leaves', async () => {
    await using wire = await openWire(withFile)
    const socket = await asked(wire.connect())
    socket.pause()
    await pause(100)
    expect(openNow(path)).toBe(1)
    socket.destroy()
    await expect.poll(() => openNow(path)).toBe(0)
    expect(wire.log).toEqual([])
  })

  it('arrives whole where an after hook has looked into it', async () => {
    await using wire = await openWire((app) => {
      withFile(app)
      app.afterRequest(async (reply) => {
        if (!(reply.body instanceof ReadableStream)) return
        const reader = reply.body.getReader()
        const { value } = await reader.read()
        reader.releaseLock()
        reply.headers
          .set('x-first', String(value?.[0]))
          .set('content-length', String(SIZE - (value?.length ?? 0)))
      })
    })
    const body = await bodyOf(await asked(wire.connect()), 0)
    expect(hashOf(body)).toBe(hashOf(content.subarray(SIZE - body.length)))
    expect(body.length).toBeGreaterThan(SIZE / 2)
  })
})

describe('a generator that is written to a socket', { timeout: 30_000 }, () => {
  it('arrives as it is, in pieces of every size', async () => {
    const sizes = [0, 1, 70_000, 3, 262_144, 0, 500_000, 16, 262_143, 1]
    const content = randomBytes(sizes.reduce((sum, size) => sum + size))
    await using wire = await openWire((app) => app.get('/pieces', () => stream(pieces(content, sizes))))
    const { replies } = await wire.send(head('GET /pieces HTTP/1.1', CLOSE))
    expect(hashOf(Buffer.from(replies[0]?.body ?? '', 'latin1'))).toBe(hashOf(content))
  })

  it('is not waited for when the client leaves: the source is told while it is asked', async () => {
    const log: string[] = []
    await using wire = await openWire((app) => {
      app.teardownRequest(() => void log.push('teardown'))
      app.get('/pieces', () => {
        let first = true
        return stream({
          next: () => {
            if (!first) return new Promise<never>(() => {})
            first = false
            return Promise.resolve({ done: false as const, value: 'begun' })
          },
          return: async () => {
            log.push('told')
            return { done: true as const, value: undefined }
          },
        })
      })
    })
    const socket = await wire.connect()
    socket.write(head('GET /pieces HTTP/1.1'))
    await new Promise((resolve) => void socket.once('data', resolve))
    socket.destroy()
    await expect.poll(() => log, { timeout: 3000 }).toEqual(['told', 'teardown'])
    expect(wire.log).toEqual([])
  })

  it('cuts the connection where somebody else reads it when it is sent: its client would wait', async () => {
    await using wire = await openWire((app) => {
      app.get('/pieces', () => stream(pieces(Buffer.from('ab'), [1, 1])))
      app.afterRequest(({ body }) => {
        if (body instanceof ReadableStream) body.getReader()
      })
    })
    const socket = await wire.connect()
    socket.write(head('GET /pieces HTTP/1.1'))
    const received: Buffer[] = []
    for await (const chunk of socket) received.push(chunk)
    expect(received).toEqual([])
    expect(wire.log.join('\n')).toContain('locked')
  })

  it('is asked for no more than a bounded amount ahead of the client', async () => {
    let given = 0
    await using wire = await openWire((app) =>
      app.get('/pieces', () =>
        stream(
          (function* () {
            const piece = new Uint8Array(1000)
            for (;;) {
              given += piece.length
              yield piece
            }
          })(),
        ),
      ),
    )
    const socket = await wire.connect()
    socket.pause().write(head('GET /pieces HTTP/1.1'))
    await expect.poll(() => given).toBeGreaterThan(0)
    await pause(300)
    const before = given
    await pause(200)
    expect(given).toBe(before)
    // What the kernel of either side holds is all that there is beside.
    expect(given).toBeLessThan(20_000_000)
    socket.destroy()
  })
})

async function asked(connecting: Promise<Socket>, ...fields: readonly string[]): Promise<Socket> {
  const socket = await connecting
  socket.write(head('GET /file HTTP/1.1', CLOSE, ...fields))
  return socket
}

function* pieces(content: Buffer, sizes: readonly number[]): Generator<Uint8Array> {
  let at = 0
  for (const size of sizes) yield content.subarray(at, (at += size))
}

/** What follows the head, read with a pause between the pieces. */
async function bodyOf(socket: Socket, ms: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of socket) {
    chunks.push(chunk)
    if (ms > 0 && chunks.length % 8 === 0) await pause(ms)
  }
  const all = Buffer.concat(chunks)
  return all.subarray(all.indexOf('\r\n\r\n') + 4)
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** How many times this process has a file open. */
function openNow(path: string): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path
    } catch {
      return false
    }
  }).length
}
