import { App } from '@micro/core'
import { RequestId, requestId } from '@micro/core/extensions'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from '../matrix.ts'

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

describe('the id of a request', () => {
  it('is nothing outside of one', () => {
    expect(requestId()).toBeUndefined()
  })

  it('needs a field that can be sent', () => {
    expect(() => new App().register(new RequestId(), { header: 'x id' })).toThrow('EXTENSION_OPTIONS')
  })
})

describeMatrix('request ids', (bench) => {
  it('are the same in the handler and in the reply, and others for another request', async () => {
    bench().app.register(new RequestId())
    bench().app.get('/', async () => {
      await Promise.resolve()
      return requestId() ?? ''
    })
    const one = await bench().fetch('/')
    const two = await bench().fetch('/')
    expect(await one.text()).toMatch(UUID)
    expect(one.headers.get('x-request-id')).toBe(await one.text())
    expect(two.headers.get('x-request-id')).not.toBe(await one.text())
  })

  it('are on errors too, and on what meets no before hook', async () => {
    bench().app.register(new RequestId(), { header: 'x-trace' })
    bench().app.get('/', () => 'all')
    expect((await bench().fetch('/none')).headers.get('x-trace')).toMatch(UUID)
    expect((await bench().fetch('/', { method: 'OPTIONS' })).headers.get('x-trace')).toMatch(UUID)
  })

  it('X14: are not taken from a client, unless that is wanted', async () => {
    bench().app.register(new RequestId())
    const response = await bench().fetch('/', { headers: { 'x-request-id': 'mine' } })
    expect(response.headers.get('x-request-id')).toMatch(UUID)
  })

  it('X14: are made anew where the one that came is too long, empty, twice there, or has other characters', async () => {
    bench().app.register(new RequestId(), { trustHeader: true })
    const sent = async (id: string): Promise<string | null> =>
      (await bench().fetch('/', { headers: { 'x-request-id': id } })).headers.get('x-request-id')
    expect(await sent('from-proxy_7')).toBe('from-proxy_7')
    expect(await sent('x'.repeat(64))).toBe('x'.repeat(64))
    for (const id of [
      'x'.repeat(65),
      'x'.repeat(10_000),
      '',
      'a, b',
      'a b',
      'a\u00e9',
      'a%0d%0ab',
      '../x',
      '"a"',
    ])
      expect(await sent(id)).toMatch(UUID)
  })

  it('are nothing where none are made', async () => {
    bench().app.get('/', () => ({ id: requestId() ?? null }))
    const response = await bench().fetch('/')
    expect(await response.json()).toEqual({ id: null })
    expect(response.headers.has('x-request-id')).toBe(false)
  })
})
