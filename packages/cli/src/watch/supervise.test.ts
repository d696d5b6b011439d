import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FIXTURES, freePort, isAlive, MicroProcess } from '../../test/micro-process.ts'

/** A folder from which the packages can be imported, deleted after the test. */
function scratch(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(FIXTURES, '../.scratch-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

const APP = `
import { App } from '@micro/core'
import { greeting } from './greeting.ts'
export const app = new App()
app.get('/', () => greeting + ' ' + process.pid + ' ' + process.env.NAME)
`

interface Watched {
  readonly micro: MicroProcess
  readonly folder: string
  readonly url: string
  /** Waits until the app answers with words; gives the id of the process that did. */
  readonly answers: (words: RegExp) => Promise<number>
}

async function watched(files: Readonly<Record<string, string>>): Promise<Watched> {
  const folder = scratch(files)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const micro = new MicroProcess(folder, ['run', '--watch', '--port', String(port)])
  onTestFinished(() => micro[Symbol.asyncDispose]())
  return { micro, folder, url, answers: (words) => answered(micro, url, words) }
}

async function answered(micro: MicroProcess, url: string, words: RegExp): Promise<number> {
  let last = ''
  for (const end = Date.now() + 15_000; Date.now() < end; await delay(30)) {
    last = await fetch(url).then((response) => response.text(), String)
    if (words.test(last)) return Number(/\d+/.exec(last)?.[0])
  }
  return expect.unreachable(`no answer like ${words}; the last was ${last}\n${micro.output}`)
}

async function isGone(pid: number): Promise<boolean> {
  for (const end = Date.now() + 10_000; Date.now() < end && isAlive(pid); await delay(30));
  return !isAlive(pid)
}

const FILES = { 'app.ts': APP, 'greeting.ts': `export const greeting = 'Hello'`, '.env': 'NAME=Ada' }

describe('micro run --watch', { timeout: 30_000 }, () => {
  it('starts the app anew when a file that it imports changes, or its env file', async () => {
    const { micro, folder, answers } = await watched(FILES)
    const first = await answers(/^Hello \d+ Ada$/)
    writeFileSync(join(folder, 'greeting.ts'), `export const greeting = 'Good day'`)
    const second = await answers(/^Good day \d+ Ada$/)
    expect(micro.output).toContain('greeting.ts has changed: starting again.')
    expect(isAlive(first)).toBe(false)
    writeFileSync(join(folder, '.env'), 'NAME=Grace')
    await answers(/^Good day \d+ Grace$/)
    expect(isAlive(second)).toBe(false)
  })

  it('waits for a change when the app cannot be loaded', async () => {
    const { micro, folder, answers } = await watched({
      ...FILES,
      'greeting.ts': `export const greeting = JSON.parse('{')`,
    })
    await micro.said(/starts again when one of its files changes/)
    expect(micro.output).toMatch(/SyntaxError/)
    writeFileSync(join(folder, 'greeting.ts'), `export const greeting = 'Mended'`)
    await answers(/^Mended/)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with its app at %s, with 0', async (signal) => {
    const { micro, url, answers } = await watched(FILES)
    const pid = await answers(/^Hello/)
    micro.child.kill(signal)
    expect(await micro.code()).toBe(0)
    expect(isAlive(pid)).toBe(false)
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  it('lets the requests under way finish at Ctrl-C', async () => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    await using micro = new MicroProcess(join(FIXTURES, 'shop'), ['run', '--watch', '--port', String(port)])
    await answered(micro, url, /Hello/)
    const slow = fetch(`${url}/slow`).then((response) => response.text(), String)
    await delay(100)
    micro.interrupt()
    expect(await slow).toBe('Done')
    expect(await micro.code()).toBe(0)
    expect(micro.output).toMatch(/\[stopped\]$/)
  })

  it('leaves no app behind when it is killed', async () => {
    const { micro, answers } = await watched(FILES)
    const pid = await answers(/^Hello/)
    micro.child.kill('SIGKILL')
    await micro.code()
    expect(await isGone(pid)).toBe(true)
  })
})
