import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import * as onNode from './on-node.ts'
import * as portable from './portable.ts'

describe.each([
  ['on Node', onNode],
  ['elsewhere', portable],
])('what a runtime does in its own way, %s', (_, { bodyOf, encode, enter, initOf, saysText }) => {
  it.each([
    '',
    'a',
    '\u007f',
    'é',
    '\ud800',
    '😀',
    'x'.repeat(64),
    'x'.repeat(65),
    `${'x'.repeat(63)}\u0080`,
    'é'.repeat(40),
  ])('encodes %j', (text) => {
    expect([...encode(text)]).toEqual([...Buffer.from(text, 'utf8')])
  })

  it('encodes into memory that nobody else has', () => {
    const first = encode('first')
    encode('second').fill(0)
    expect([new TextDecoder().decode(first), first.byteOffset, first.buffer.byteLength]).toEqual([
      'first',
      0,
      5,
    ])
  })

  it('makes bodies that a response gives back, also twice', async () => {
    const response = new Response(bodyOf(encode('text')))
    const copy = response.clone()
    expect([await response.text(), await copy.text()]).toEqual(['text', 'text'])
    expect(await new Response(bodyOf(encode(''))).text()).toBe('')
  })

  it('gives copies of a response bytes of their own, also copies of copies', async () => {
    const response = new Response(bodyOf(encode('text')))
    const copies = [response.clone(), response.clone()]
    copies.push(...copies.map((copy) => copy.clone()))
    const first = await response.body?.getReader().read()
    first?.value?.fill(0)
    for (const copy of copies) {
      const read = await copy.body?.getReader().read()
      expect(new TextDecoder().decode(read?.value)).toBe('text')
      read?.value?.fill(0)
    }
  })

  it('gives both branches of a stream that was read nothing, and does not mind when one is left', async () => {
    const { body } = new Response(bodyOf(encode('text')))
    const reader = body?.getReader()
    await reader?.read()
    reader?.releaseLock()
    const [one, other] = body?.tee() ?? []
    void one?.cancel()
    expect((await other?.getReader().read())?.done).toBe(true)
    const [left, read] = new Response(bodyOf(encode('text'))).body?.tee() ?? []
    void left?.cancel()
    expect(await new Response(read).text()).toBe('text')
  })

  it('makes a response of any status', () => {
    expect([200, 404].map((status) => new Response(null, initOf(status, [])).status)).toEqual([200, 404])
  })

  it('knows whether a response says of a text that it is one', () => {
    expect(saysText()).toBe(new Response('').headers.has('content-type'))
  })

  it('enters a store for what is called and awaited, beside those of others', async () => {
    const mine = new AsyncLocalStorage<string>()
    const other = new AsyncLocalStorage<string>()
    const scope = new AsyncResource('test')
    const seen = async (): Promise<unknown[]> => {
      const before = [mine.getStore(), other.getStore()]
      await pause(1)
      return [...before, mine.getStore(), other.getStore()]
    }
    const inside = scope.runInAsyncScope(() => other.run('other', () => enter(mine, 'mine', seen)))
    expect(mine.getStore()).toBeUndefined()
    expect(await inside).toEqual(['mine', 'other', 'mine', 'other'])
  })
})

it('tells Workers of a body that is packed already, for they would pack it once more', () => {
  expect(portable.initOf(200, ['content-encoding', 'gzip'])).toEqual({ status: 200, encodeBody: 'manual' })
  expect(portable.initOf(200, ['vary', 'accept-encoding'])).toEqual({ status: 200 })
})
