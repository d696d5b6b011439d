import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Scratch } from './scratch.ts'

it('is gone when its block ends', () => {
  let folder
  {
    using scratch = new Scratch('test')
    folder = scratch.folder
    expect(existsSync(folder)).toBe(true)
  }
  expect(existsSync(folder)).toBe(false)
})

it.each(['SIGINT', 'SIGTERM'] as const)('is gone when a run is broken off by %s', async (signal) => {
  const scratch = new URL('scratch.ts', import.meta.url).href
  const script = `const { Scratch } = await import('${scratch}')
using one = new Scratch('test')
console.log(one.folder)
await new Promise((resolve) => setTimeout(resolve, 60_000))`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  const [line]: unknown[] = await once(child.stdout.setEncoding('utf8'), 'data')
  const folder = String(line).trim()
  expect(existsSync(folder)).toBe(true)
  child.kill(signal)
  expect(await exit).toEqual([130, null])
  expect(existsSync(folder)).toBe(false)
})
