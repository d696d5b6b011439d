import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FIXTURES, freePort, MicroProcess } from '../../test/micro-process.ts'

function run(
  fixture: string,
  argv: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): MicroProcess {
  return new MicroProcess(join(FIXTURES, fixture), ['run', ...argv], env)
}

async function urlOf(micro: MicroProcess): Promise<string> {
  const [, url = ''] = await micro.said(/Running on (http:\/\/[\d.:]+) \(Ctrl-C ends\)/)
  return url
}

async function text(url: string): Promise<string> {
  const response = await fetch(url)
  return response.text()
}

describe('micro run', { timeout: 20_000 }, () => {
  it('serves the app until SIGINT, lets the requests under way finish, and ends with 0', async () => {
    await using micro = run('shop', ['--port', '0'])
    const url = await urlOf(micro)
    expect(await text(url)).toBe('Hello from the shop')
    const slow = text(`${url}/slow`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    micro.child.kill('SIGINT')
    expect(await slow).toBe('Done')
    expect(await micro.code()).toBe(0)
    expect(micro.output).toMatch(/^\[started\][^]*\[stopped\]$/)
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  it('T08: tells of an error that nobody caught, lets the requests under way finish, and ends with 1', async () => {
    await using micro = run('shop', ['--port', '0'])
    const url = await urlOf(micro)
    const slow = text(`${url}/slow`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await text(`${url}/stray`)).toBe('Sent')
    expect(await slow).toBe('Done')
    expect(await micro.code()).toBe(1)
    expect(micro.output).toMatch(/^\[started\][^]*\[stopped\]$/)
    await micro.said(/Nobody caught an error: RangeError: nobody waits for this/)
  })

  it('waits for nothing when it is told a second time', async () => {
    await using micro = run('shop', ['--port', '0'])
    const slow = text(`${await urlOf(micro)}/slow`).catch(() => 'cut off')
    await new Promise((resolve) => setTimeout(resolve, 100))
    micro.child.kill('SIGINT')
    micro.child.kill('SIGTERM')
    expect(await slow).toBe('cut off')
    expect(await micro.code()).toBe(0)
  })

  it('takes host and port from the environment, and options before them', async () => {
    const port = await freePort()
    const env = { MICRO_RUN_HOST: '127.0.0.2', MICRO_RUN_PORT: String(port) }
    await using micro = run('shop', [], env)
    expect(await urlOf(micro)).toBe(`http://127.0.0.2:${port}`)
    await using other = run('shop', ['--host', '127.0.0.3'], env)
    expect(await urlOf(other)).toBe(`http://127.0.0.3:${port}`)
  })

  it('refuses a port in the environment that is none', async () => {
    await using micro = run('shop', [], { MICRO_RUN_PORT: 'http' })
    expect(await micro.code()).toBe(1)
    expect(micro.output).toMatch(/\[RUN_PORT\].*MICRO_RUN_PORT cannot be "http"/)
  })

  it('says in one line that a port is taken, stops the app, and ends with 1', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const address = holder.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    await using micro = run('shop', ['--port', port])
    expect(await micro.code()).toBe(1)
    holder.close()
    expect(micro.output).toBe(
      `[started][stopped]Port ${port} of 127.0.0.1 is taken: stop what listens there, or choose another one with --port.\n`,
    )
  })

  it('shows why a file cannot be loaded, and ends with 1', async () => {
    await using micro = run('broken-file')
    expect(await micro.code()).toBe(1)
    expect(micro.output).toMatch(/^SyntaxError: /)
  })
})

describe('micro run, with a file that calls app.run() itself', { timeout: 20_000 }, () => {
  it('serves it once, where the file says, and lets the file go on', async () => {
    const port = await freePort()
    await using micro = run('self-running', ['app.ts'], { SELF_PORT: String(port), MICRO_RUN_PORT: '1' })
    expect(await urlOf(micro)).toBe(`http://127.0.0.1:${port}`)
    expect(await text(`http://127.0.0.1:${port}`)).toBe('I run myself')
    await micro.said(/\[after run\]/)
    micro.child.kill('SIGTERM')
    expect(await micro.code()).toBe(0)
    expect(micro.output).toMatch(/^Running on .*\n\[after run\]$/)
  })

  it('serves it where the options say', async () => {
    const port = await freePort()
    await using micro = run('self-running', ['--port', String(port)], { SELF_PORT: '1' })
    expect(await urlOf(micro)).toBe(`http://127.0.0.1:${port}`)
  })

  it('serves one that is run in a function, not awaited', async () => {
    await using micro = run('main-function', ['--port', '0'])
    expect(await text(await urlOf(micro))).toBe('I run in a function')
  })

  it('lists its routes without serving it', async () => {
    await using micro = new MicroProcess(join(FIXTURES, 'self-running'), ['routes'], { SELF_PORT: '1' })
    expect(await micro.code()).toBe(0)
    expect(micro.output).toMatch(/^Endpoint[^]*index +GET +\/\n$/)
  })
})
