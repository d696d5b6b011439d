import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { Reply } from '../message/reply.ts'
import { streamOf } from '../message/stream.ts'
import { exchange } from './exchange.ts'

const request = new Request('http://a.test/')

async function responseOf(reply: Reply): Promise<Response> {
  return exchange((_, send) => send(reply), request).response
}

function broken(): Reply {
  return Reply.withLines('text', ['content-type', 'a\nb'])
}

describe('a reply as a platform response', () => {
  it.each([
    ['a', 1],
    ['\u007f', 1],
    ['\u0080', 2],
    ['x'.repeat(64), 64],
    ['x'.repeat(65), 65],
    [`${'x'.repeat(63)}\u00e9`, 65],
    ['\u{1f600}', 4],
    ['\ud800', 3],
    ['', 0],
  ])('says how long a text is: %j', async (text, length) => {
    const response = await responseOf(new Reply(text, 'text/plain; charset=utf-8'))
    expect(response.headers.get('content-length')).toBe(String(length))
    expect((await response.arrayBuffer()).byteLength).toBe(length)
  })

  it('has the fields of the reply, in as many lines, and no others', async () => {
    const reply = new Reply('text', 'text/plain', { status: 201 })
    reply.headers.append('set-cookie', 'a=1').append('set-cookie', 'b=2')
    reply.headers.append('link', '</a>').append('link', '</b>')
    reply.headers.append('content-length', '99').append('transfer-encoding', 'chunked')
    const response = await responseOf(reply)
    expect([response.status, [...response.headers]]).toEqual([
      201,
      [
        ['content-length', '4'],
        ['content-type', 'text/plain'],
        ['link', '</a>, </b>'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    ])
  })

  it.each([204, 304])(
    'of %i makes no bytes of a text that is not sent, and says no length',
    async (status) => {
      const encode = vi.spyOn(TextEncoder.prototype, 'encode')
      const response = await responseOf(new Reply('x'.repeat(100), 'text/plain', { status }))
      expect([encode.mock.calls.length, response.headers.get('content-length')]).toEqual([0, null])
      encode.mockRestore()
    },
  )

  it('of a text has no type where the reply has none, and the one it has wherever that stands', async () => {
    expect((await responseOf(new Reply('text'))).headers.get('content-type')).toBeNull()
    const late = new Reply('text', undefined, { headers: { 'x-first': '1', 'content-type': 'text/css' } })
    expect((await responseOf(late)).headers.get('content-type')).toBe('text/css')
  })

  it('is there at once when the reply is, and later when it comes later', async () => {
    const now = exchange((_, send) => send(new Reply('now')), request)
    expect([now.response instanceof Response, now.done]).toEqual([true, undefined])
    const reply = Promise.resolve(new Reply('later'))
    const later = exchange((_, send) => reply.then((ready) => send(ready)), request)
    expect(later.response).toBeInstanceOf(Promise)
    expect(await (await later.response).text()).toBe('later')
  })

  it('that cannot be made fails, at once and later', async () => {
    const report: unknown[] = []
    const keep = (error: unknown): void => void report.push(error)
    const now = exchange((_, send) => {
      try {
        return send(broken())
      } catch (error) {
        keep(error)
      }
    }, request)
    await expect(now.response).rejects.toThrow(TypeError)
    const later = exchange((_, send) => Promise.resolve(broken()).then(send).then(undefined, keep), request)
    await expect(later.response).rejects.toThrow(TypeError)
    expect(report).toHaveLength(2)
  })

  it('is over, when its reader leaves, when what is behind it has closed what it opened', async () => {
    const log: string[] = []
    const source = streamOf(
      (async function* () {
        try {
          yield 'first'
          await pause(20)
          yield 'second'
        } finally {
          await pause(20)
          log.push('closed')
        }
      })(),
    )
    const { response, done } = exchange((_, send) => send(new Reply(source)), request)
    const over = Promise.resolve(done).then(() => log.push('over'))
    const reader = (await response).body?.getReader()
    await reader?.read()
    // Another piece is being waited for.
    void reader?.read()
    await pause(5)
    await reader?.cancel()
    await over
    expect(log).toEqual(['closed', 'over'])
  })

  it('is closed where it was made, though its reader leaves from elsewhere', async () => {
    const store = new AsyncLocalStorage<string>()
    const seen: unknown[] = []
    const source = streamOf(
      (function* () {
        try {
          for (;;) yield 'piece'
        } finally {
          seen.push(store.getStore())
        }
      })(),
    )
    const { response } = store.run('mine', () => exchange((_, send) => send(new Reply(source)), request))
    const reader = (await response).body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect(seen).toEqual(['mine'])
  })
})
