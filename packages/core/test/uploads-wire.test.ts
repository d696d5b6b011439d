import { spawn } from 'node:child_process'
import { type FileHandle, mkdtemp, open, readdir, readlink, rm, utimes, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as fc from 'fast-check'
import { App, type Request as MicroRequest } from '@micro/core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

const usual = tmpdir()
const LARGE = 200_000
const TYPE = 'multipart/form-data; boundary=b'
const FIELD = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nfield\r\n'
const FILE = '--b\r\nContent-Disposition: form-data; name="f"; filename="f.bin"\r\n\r\n'
const END = '\r\n--b--\r\n'

let temporary = ''
let app: App
let origin = ''
let close: () => Promise<unknown>
const errors: unknown[] = []
const quiet = (): void => {}

beforeAll(async () => {
  temporary = await mkdtemp(join(usual, 'uploads-wire-'))
  process.env['TMPDIR'] = temporary
})
afterAll(async () => {
  process.env['TMPDIR'] = usual
  await rm(temporary, { recursive: true })
})
beforeEach(() => {
  errors.length = 0
  app = new App({
    name: 'uploads',
    logger: { debug: quiet, info: quiet, warn: quiet, error: ({ err }) => void errors.push(err) },
    config: { maxBodySize: 10_000_000 },
  })
})
afterEach(async () => {
  await close()
  await assertNothingLeft()
})

/** A client may have its reply before the server has cleaned up behind it. */
async function assertNothingLeft(): Promise<void> {
  expect(errors).toEqual([])
  await expect.poll(() => readdir(temporary), { timeout: 5000 }).toEqual([])
}

async function listen(): Promise<void> {
  const listener = await app.listen({ port: 0 })
  origin = listener.url
  close = () => listener.close(1000).then(() => app.stop())
}

/** Sends the text as it is; what comes back until the server ends, or for as long as the caller likes. */
function wire(text: string | Buffer): { readonly socket: Socket; readonly answer: Promise<string> } {
  const { hostname: host, port } = new URL(origin)
  const socket = connect(Number(port), host)
  socket.on('error', () => {})
  const answer = new Promise<string>((resolve) => {
    let got = ''
    socket.setEncoding('latin1').on('data', (chunk: string) => (got += chunk))
    socket.on('close', () => resolve(got))
  })
  socket.write(text)
  return { socket, answer }
}

const head = (fields: string): string => `POST / HTTP/1.1\r\nHost: localhost\r\n${fields}\r\n\r\n`
const formHead = (length: number): string => head(`Content-Type: ${TYPE}\r\nContent-Length: ${length}`)
/** How many descriptors lead to temporary files, removed ones too. Only Linux tells. */
async function openUploads(): Promise<number> {
  if (process.platform !== 'linux') return 0
  const names = await readdir('/proc/self/fd')
  const paths = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')))
  return paths.filter((path) => path.includes('micro-upload-')).length
}

describe('uploads on the wire', () => {
  it('K13, R01: 100 clients that leave in the middle of a file leave nothing behind', async () => {
    const ends: unknown[] = []
    app.post('/', async ({ request }) => {
      await request.form().catch((error: unknown) => {
        ends.push(error)
        throw error
      })
      return 'never'
    })
    await listen()
    for (let i = 0; i < 100; i += 20) {
      const batch = Array.from({ length: 20 }, () => wire(formHead(9_000_000) + FILE + 'x'.repeat(LARGE)))
      await expect.poll(() => readdir(temporary), { timeout: 10_000 }).toHaveLength(20)
      for (const { socket } of batch) socket.destroy()
      await expect.poll(() => readdir(temporary), { timeout: 10_000 }).toEqual([])
      expect(await openUploads()).toBe(0)
    }
    expect(ends).toHaveLength(100)
    expect(ends.every((error) => error instanceof Error && 'status' in error && error.status === 400)).toBe(
      true,
    )
  })

  it('K15: a file that is refused while its client leaves is one error, and is removed', async () => {
    let failures = 0
    app.post('/', async ({ request }) => {
      const form = request.form()
      await sleep(20)
      await form.catch((error: unknown) => {
        failures++
        throw error
      })
      return 'never'
    })
    await listen()
    const { socket } = wire(formHead(9_000_000) + FILE + 'x'.repeat(LARGE))
    await expect.poll(() => readdir(temporary), { timeout: 5000 }).toHaveLength(1)
    socket.destroy()
    await expect.poll(() => failures, { timeout: 5000 }).toBe(1)
  })

  it('K15: a handler that refuses in the middle of a file is answered, and the next client too', async () => {
    app.post('/', async ({ request }) => {
      for await (const part of request.parts())
        for await (const chunk of part.stream()) if (chunk.length > 0) return { status: 'refused' }
      return 'never'
    })
    await listen()
    const { answer, socket } = wire(formHead(9_000_000) + FILE + 'x'.repeat(LARGE))
    const ended = setTimeout(() => socket.end(), 2000)
    await expect.poll(() => socket.bytesRead, { timeout: 5000 }).toBeGreaterThan(0)
    socket.end()
    expect(await answer).toMatch(/^HTTP\/1\.1 200 .*refused/s)
    clearTimeout(ended)
    const again = await fetch(origin, {
      method: 'POST',
      headers: { 'content-type': TYPE },
      body: FILE + 'x' + END,
    })
    expect(again.status).toBe(200)
  })

  it.each(['form', 'parts', 'stream', 'bytes'] as const)(
    'J12, Q03: refuses a body by its Content-Length before a byte of it came: %s',
    async (way) => {
      app.post('/', { limits: { maxBodySize: 1000 } }, async ({ request }) => {
        await read(request, way)
        return 'never'
      })
      await listen()
      const { answer, socket } = wire(formHead(1001))
      await expect.poll(() => socket.bytesRead, { timeout: 5000 }).toBeGreaterThan(0)
      socket.end()
      expect(await answer).toMatch(/^HTTP\/1\.1 413 /)
    },
  )

  it.each(['form', 'parts', 'stream', 'bytes'] as const)(
    'J12, Q03: refuses a body without length when it grows over the limit: %s',
    async (way) => {
      app.post('/', { limits: { maxBodySize: 100_000 } }, async ({ request }) => {
        await read(request, way)
        return 'never'
      })
      await listen()
      const chunk = `${(50_000).toString(16)}\r\n${'x'.repeat(50_000)}\r\n`
      const { answer, socket } = wire(head(`Content-Type: ${TYPE}\r\nTransfer-Encoding: chunked`))
      const first = FILE
      socket.write(`${first.length.toString(16)}\r\n${first}\r\n${chunk}${chunk}${chunk}`)
      await expect.poll(() => socket.bytesRead, { timeout: 5000 }).toBeGreaterThan(0)
      socket.end()
      expect(await answer).toMatch(/^HTTP\/1\.1 413 /)
    },
  )

  it.each(['form', 'parts', 'stream', 'bytes'] as const)(
    'A23, A24: a body that is cut off is an error of the client: %s',
    async (way) => {
      const status = Promise.withResolvers<unknown>()
      app.post('/', async ({ request }) => {
        await read(request, way).catch((error: unknown) => {
          status.resolve(error instanceof Error && 'status' in error ? error.status : error)
          throw error
        })
        status.resolve('read')
        return 'never'
      })
      await listen()
      const { socket } = wire(formHead(9_000_000) + FILE + 'x'.repeat(1000))
      await sleep(50)
      socket.destroy()
      expect(await status.promise).toBe(400)
    },
  )

  it.each(['form', 'parts', 'stream', 'bytes'] as const)(
    'A23: a body that a platform fails to read to its end is an error of the client: %s',
    async (way) => {
      app.post('/', async ({ request }) => {
        await read(request, way)
        return 'never'
      })
      await app.start()
      close = () => app.stop()
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          controller.enqueue(Buffer.from(FILE))
          controller.error(new TypeError('terminated'))
        },
      })
      const headers = { 'content-type': TYPE }
      const request = new Request('http://localhost/', { method: 'POST', headers, body, duplex: 'half' })
      expect((await app.fetch(request)).status).toBe(400)
    },
  )

  it('K18: a form is the same however it is cut into chunks', async () => {
    app.post('/', async ({ request }) => {
      const form = await request.form()
      const files = await Promise.all(
        [...form.files].map(async ([name, file]) => [name, file.filename, await file.text()]),
      )
      return { fields: form.toLists(), files }
    })
    await app.start()
    close = () => app.stop()
    const value = fc.string({
      unit: fc.constantFrom('\r', '\n', '-', '--b', '\r\n--', '\r\n--', 'x'),
      maxLength: 30,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.boolean(), value), { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }),
        async (parts, sizes) => {
          const safe = parts.map(([file, text]) => ({ file, text: text.replaceAll('\r\n--b', '') }))
          const body = Buffer.from(
            safe.map(({ file, text }) => (file ? FILE : FIELD.slice(0, -7)) + text + '\r\n').join('') +
              '--b--',
          )
          expect(await sent(body, sizes)).toEqual(await sent(body, [body.length]))
          expect(await sent(body, sizes)).toEqual({
            fields: safe.some(({ file }) => !file)
              ? { a: safe.filter(({ file }) => !file).map(({ text }) => text) }
              : {},
            files: safe.filter(({ file }) => file).map(({ text }) => ['f', 'f.bin', text]),
          })
        },
      ),
      { numRuns: 60 },
    )
  })

  it('K18: a broken form fails at the same part however it is cut into chunks', async () => {
    app.post('/', async ({ request }) => {
      const seen: string[] = []
      try {
        for await (const part of request.parts()) seen.push(`${part.name}=${await part.text()}`)
      } catch {
        seen.push('broken')
      }
      return { seen }
    })
    await app.start()
    close = () => app.stop()
    const body = Buffer.from(FIELD + FIELD + '--b\r\nno colon\r\n\r\n')
    for (const size of [1, 7, 60, body.length])
      expect(await sent(body, [size])).toEqual({ seen: ['a=field', 'a=field', 'broken'] })
  })

  it.each(['ENOSPC', 'EDQUOT'])(
    'K19, Q07: a full disk (%s) is 507, and the next upload is stored',
    async (code) => {
      app.post('/', async ({ request }) => String((await request.form()).files.get('f')?.size))
      await listen()
      const handle = await open(join(usual, `probe-${process.pid}`), 'w')
      const shared: FileHandle = Object.getPrototypeOf(handle)
      const write = vi.spyOn(shared, 'write')
      write.mockRejectedValueOnce(Object.assign(new Error('no room'), { code }))
      try {
        expect((await upload()).status).toBe(507)
        await expect.poll(() => readdir(temporary), { timeout: 5000 }).toEqual([])
        expect(await (await upload()).text()).toBe(String(LARGE))
      } finally {
        write.mockRestore()
        await handle.close()
        await rm(join(usual, `probe-${process.pid}`))
      }
    },
  )

  it('Q06: what a killed process left is removed when the next one listens, and nothing else', async () => {
    const killed = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
    const { pid = 0 } = killed
    const named = (owner: string | number): string =>
      join(temporary, `micro-upload-${owner}-${crypto.randomUUID()}`)
    const ofKilled = named(`${hostname()}-${pid}`)
    const ours = named(`${hostname()}-${process.pid}`)
    const ofTheOneBefore = named(`${hostname()}-${process.pid}`)
    const ofAnotherMachine = named(`elsewhere-${pid}`)
    const oldOne = named(`elsewhere-${pid}`)
    const strange = join(temporary, 'micro-notes')
    for (const path of [ofKilled, ours, ofTheOneBefore, ofAnotherMachine, oldOne, strange])
      await writeFile(path, 'x')
    await utimes(oldOne, 1, Date.now() / 1000 - 90_000)
    await utimes(ofTheOneBefore, 1, Date.now() / 1000 - process.uptime() - 60)
    await listen()
    expect(await readdir(temporary)).toHaveLength(4)
    await close()
    await new Promise((resolve) => killed.once('exit', resolve).kill('SIGKILL'))
    app = new App({ name: 'second' })
    await listen()
    const rest = await readdir(temporary)
    expect(rest.map((name) => join(temporary, name)).toSorted()).toEqual(
      [ours, ofAnotherMachine, strange].toSorted(),
    )
    for (const path of [ours, ofAnotherMachine, strange]) await rm(path)
  })
})

async function sent(body: Buffer, sizes: readonly number[]): Promise<unknown> {
  const response = await app.fetch(
    new Request('http://localhost/', {
      method: 'POST',
      headers: { 'content-type': TYPE },
      body: inChunks(body, sizes),
      duplex: 'half',
    }),
  )
  return response.json()
}

const upload = (): Promise<Response> =>
  fetch(origin, {
    method: 'POST',
    headers: { 'content-type': TYPE },
    body: FILE + 'x'.repeat(LARGE) + END,
  })

async function read(request: MicroRequest, way: 'form' | 'parts' | 'stream' | 'bytes'): Promise<void> {
  if (way === 'form') await request.form()
  else if (way === 'bytes') await request.bytes()
  else if (way === 'stream') for await (const chunk of request.stream()) void chunk
  else for await (const part of request.parts()) for await (const chunk of part.stream()) void chunk
}

function inChunks(body: Buffer, sizes: readonly number[]): ReadableStream<Uint8Array> {
  let at = 0
  let turn = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const size = sizes[turn++ % sizes.length] ?? 1
      controller.enqueue(new Uint8Array(body.subarray(at, at + size)))
      at += size
      if (at >= body.length) controller.close()
    },
  })
}
