import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { Agent, get as httpGet } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const SERVER = join(import.meta.dirname, 'fixtures/file-server.ts')
/** How many files the server may have open. */
const MOST_OPEN = 100

// Linux alone tells how many files a process has open, and in what its shell takes a limit.
describe.runIf(process.platform === 'linux')('static files of a process of its own', () => {
  let root: string
  let server: ChildProcess
  let port: number
  let agent: Agent

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'micro-files-'))
    mkdirSync(join(root, 'static'))
    writeFileSync(join(root, 'static/a.txt'), 'hello world')
    agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const command = `ulimit -n ${MOST_OPEN}; exec "$0" --conditions=@micro/source --expose-gc "$@"`
    server = spawn('sh', ['-c', command, process.execPath, SERVER, root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    port = await new Promise((resolve) =>
      server.stdout?.once('data', (line) => resolve(Number(String(line)))),
    )
  })
  afterEach(() => {
    agent.destroy()
    server.kill('SIGKILL')
    rmSync(root, { recursive: true })
  })

  /** On the one connection that there is. */
  function get(path: string): Promise<{ status: number; body: string; retryAfter: string | undefined }> {
    return new Promise((resolve, reject) => {
      httpGet({ port, path, agent, host: '127.0.0.1' }, (response) => {
        const { statusCode: status = 0, headers } = response
        text(response).then((body) => resolve({ status, body, retryAfter: headers['retry-after'] }), reject)
      }).on('error', reject)
    })
  }

  async function state(): Promise<{ open: number; memory: number }> {
    return JSON.parse((await get('/state')).body)
  }

  /** Reads the beginning of a file and leaves. */
  function abandon(path: string, length: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let read = 0
      const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`))
      socket.on('error', reject).on('data', (chunk) => {
        read += chunk.length
        if (read >= length) socket.destroy()
      })
      socket.on('close', () => resolve())
    })
  }

  it('H21: are closed, and in no memory, when clients leave in the middle', { timeout: 60_000 }, async () => {
    writeFileSync(join(root, 'static/big.bin'), '')
    truncateSync(join(root, 'static/big.bin'), 1_073_741_824)
    // What the allocator takes, it takes once.
    const atRest = (await state()).open
    for (let i = 0; i < 50; i++) await abandon('/static/big.bin', 1_048_576)
    await expect.poll(async () => (await state()).open, { timeout: 10_000 }).toBeLessThanOrEqual(atRest)
    const before = await state()
    for (let i = 0; i < 50; i++) await abandon('/static/big.bin', 1_048_576)
    await expect.poll(async () => (await state()).open, { timeout: 10_000 }).toBeLessThanOrEqual(atRest)
    // What is free goes back to the system when it has the time.
    const grown = async (): Promise<number> => (await state()).memory - before.memory
    await expect.poll(grown, { timeout: 10_000, interval: 500 }).toBeLessThan(20_000_000)
  })

  it('H23: are answered with 503 while no more files can be opened', { timeout: 60_000 }, async () => {
    expect(await get('/take')).toMatchObject({ body: '{"code":"EMFILE"}' })
    expect(await get('/static/a.txt')).toMatchObject({ status: 503, retryAfter: '1' })
    expect(await get('/static/a.txt')).toMatchObject({ status: 503 })
    await get('/give')
    expect(await get('/static/a.txt')).toMatchObject({ status: 200, body: 'hello world' })
  })

  it('H19: break the connection off when they become shorter on the way', { timeout: 60_000 }, async () => {
    const path = join(root, 'static/shrinks.bin')
    const size = 268_435_456
    writeFileSync(path, '')
    truncateSync(path, size)
    const received = await new Promise<number>((resolve, reject) => {
      let count = 0
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('GET /static/shrinks.bin HTTP/1.1\r\nhost: x\r\n\r\n'),
      )
      socket.once('data', () => truncateSync(path, 1000))
      socket.on('data', (chunk) => (count += chunk.length))
      // Closed or reset: both tell that something is missing.
      socket.on('error', () => {}).on('close', () => resolve(count))
      socket.setTimeout(30_000, () => reject(new Error('Nothing came any more')))
    })
    expect(received).toBeLessThan(size)
    expect((await get('/static/a.txt')).status).toBe(200)
  })
})
