import { once } from 'node:events'
import { type App, stream } from '@micro/core'
import { expect, it } from 'vitest'
import { collect } from './collect.ts'
import { openWire } from './wire.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function* pieces(): AsyncGenerator<string> {
  yield 'one'
  await pause(1)
  yield 'two'
}

it.each([
  ['a reply that is there', '/'],
  ['a reply that is waited for', '/later'],
  ['a stream', '/stream'],
  ['an answer without a body', '/empty'],
  ['an error', '/nowhere'],
])('a connection that waits keeps nothing of the request before it: %s', async (_, path) => {
  const left: WeakRef<object>[] = []
  const setUp = (app: App): void => {
    app.beforeRequest((c) => void left.push(new WeakRef(c)))
    app.get('/later', async () => {
      await pause(1)
      return 'later'
    })
    app.get('/stream', () => stream(pieces()))
    app.get('/empty', () => new Response(null, { status: 204 }))
  }
  await using wire = await openWire(setUp)
  const sockets = await Promise.all(Array.from({ length: 20 }, () => wire.connect()))
  for (const socket of sockets) {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    await once(socket, 'data')
  }
  await pause(100)
  collect()
  expect(left.length).toBe(20)
  // Not none: the last one may be what Node remembers the time of the day by.
  expect(left.filter((each) => each.deref() !== undefined).length).toBeLessThan(5)
  for (const socket of sockets) socket.destroy()
})
