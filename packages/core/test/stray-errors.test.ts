import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'

let child: ChildProcess | undefined

afterEach(() => void child?.kill('SIGKILL'))

/** A process that runs an app, and what it has written so far. */
async function start(): Promise<{
  readonly url: string
  readonly said: () => string
  readonly code: Promise<unknown>
}> {
  const started = spawn(
    process.execPath,
    ['--conditions=@micro/source', join(import.meta.dirname, 'fixtures/stray.ts')],
    { stdio: ['ignore', 'inherit', 'pipe'] },
  )
  child = started
  let text = ''
  started.stderr.setEncoding('utf8').on('data', (more: string) => (text += more))
  const code = once(started, 'exit').then(([status]) => status)
  await expect.poll(() => text, { timeout: 20_000 }).toContain('Running on')
  return { url: /http:\/\/[\d.:]+/.exec(text)?.[0] ?? '', said: () => text, code }
}

describe('an app that runs', { timeout: 30_000 }, () => {
  it.each([
    ['/reject', 'nobody waits for this'],
    ['/throw', 'thrown in a timer'],
  ])('T08: logs a stray error (%s), finishes its requests, stops, and ends with 1', async (path, message) => {
    const { url, said, code } = await start()
    const slow = fetch(`${url}/slow`).then((response) => response.text())
    await pause(100)
    expect(await (await fetch(url + path)).text()).toBe('sent')
    expect(await slow).toBe('finished')
    expect(await code).toBe(1)
    expect(said()).toMatch(
      new RegExp(`ERROR stray: Nobody caught[^]*${message}[^]*INFO stray: Closing[^]*\\[stopped\\]`),
    )
  })

  it('finishes its requests and stops when it is told to', async () => {
    const { url, said } = await start()
    const slow = fetch(`${url}/slow`).then((response) => response.text())
    await pause(100)
    child?.kill('SIGTERM')
    expect(await slow).toBe('finished')
    await expect.poll(said, { timeout: 20_000 }).toContain('[stopped]')
  })

  it('ends at once when it is told a second time', async () => {
    const { url, code, said } = await start()
    const slow = fetch(`${url}/slow`).then(
      () => 'finished',
      () => 'cut off',
    )
    await pause(100)
    child?.kill('SIGTERM')
    await expect.poll(said, { timeout: 20_000 }).toContain('Closing')
    child?.kill('SIGTERM')
    expect(await code).toBe(1)
    expect(await slow).toBe('cut off')
  })
})
