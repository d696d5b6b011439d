import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const MAIN = join(import.meta.dirname, '../src/main.ts')

let data: string
const children: ChildProcess[] = []

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'demo-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  await rm(data, { recursive: true })
})

/** A demo that was started, and what it has printed so far. */
interface Started {
  readonly child: ChildProcess
  output: string
}

function start(...options: readonly string[]): Started {
  const child = spawn(process.execPath, ['--conditions=@micro/source', MAIN, ...options], {
    env: { PATH: process.env['PATH'], DEMO_DATA: data },
  })
  children.push(child)
  const started: Started = { child, output: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (started.output += chunk.toString()))
  }
  return started
}

async function isOpen(started: Started): Promise<string> {
  await expect.poll(() => started.output, { timeout: 10_000 }).toMatch(/open at http:\S+/)
  return /open at (\S+)/.exec(started.output)?.[1] ?? ''
}

it('opens a blog with something to read, and says where and how to log in', async () => {
  const first = start('--port', '0')
  const url = await isOpen(first)
  expect(first.output).toContain('A new blog')
  await expect.poll(() => first.output).toContain('Log in as "ingrid" with the password "low tide at noon"')
  const response = await fetch(url)
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('What a foggy morning does to a support queue')
  expect((await stat(join(data, 'secret'))).mode & 0o777).toBe(0o600)

  first.child.kill('SIGINT')
  expect((await once(first.child, 'exit'))[0]).toBe(0)

  const second = start('--port', '0')
  await isOpen(second)
  expect(second.output).not.toContain('A new blog')
}, 30_000)

it('says in a line that the port is taken, and how to choose another', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const started = start('--port', String(port))
  const [code] = await once(started.child, 'close')
  server.close()
  expect(code).toBe(1)
  const line = `Port ${port} is taken: choose another one, as in --port ${port + 1}.`
  expect(started.output.trim().split('\n').at(-1)).toBe(line)
}, 30_000)

it('refuses what is no port', async () => {
  const started = start('--port', 'http')
  const [code] = await once(started.child, 'close')
  expect(code).toBe(1)
  expect(started.output).toBe('"http" is no port: give a whole number from 0 to 65535, as in --port 8080.\n')
})

it('explains itself', async () => {
  const started = start('--help')
  const [code] = await once(started.child, 'close')
  expect(code).toBe(0)
  expect(started.output).toContain('--port N')
})
