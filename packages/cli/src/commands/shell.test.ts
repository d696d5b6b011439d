import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FIXTURES, MicroProcess } from '../../test/micro-process.ts'

/** What is answered to a line, up to the next prompt. */
async function answer(micro: MicroProcess, line: string): Promise<string> {
  micro.output = ''
  micro.child.stdin?.write(`${line}\n`)
  const [, text = ''] = await micro.said(/^([^]*)shop> $/)
  return text.trim()
}

it('has the app and its context at hand, also after a wait', { timeout: 20_000 }, async () => {
  await using micro = new MicroProcess(join(FIXTURES, 'shop'), ['shell'])
  await micro.said(/^\[started\]shop> $/)
  await answer(micro, 'const { currentApp } = await import("@micro/core")')
  await answer(micro, 'await new Promise((resolve) => setTimeout(resolve, 10))')
  expect(await answer(micro, 'currentApp() === app')).toBe('true')
  expect(await answer(micro, 'app.urlFor("blog.show", { id: 7 })')).toBe("'/blog/7'")
  micro.child.stdin?.write('.exit\n')
  expect(await micro.code()).toBe(0)
  expect(micro.output).toMatch(/\[stopped\]$/)
})
