import { App } from '@micro/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { COOKIE, OTHER_SECRET, sessionApp } from '../../test/session-app.ts'
import type { JsonValue } from '../json-value.ts'
import { signToken, verifyToken } from './signing.ts'

const { app } = sessionApp()

function sign(purpose: string, payload: JsonValue, maxAge = 60): Promise<string> {
  return app.inContext(() => signToken(purpose, payload, { maxAge }))
}

function verify(purpose: string, token: string | undefined, by: App = app): Promise<unknown> {
  return by.inContext(() => verifyToken(purpose, token))
}

afterEach(() => vi.useRealTimers())

describe('signed tokens', () => {
  it.each([[{ userId: '7' }], ['text'], [null], [[1, 2]]])('carry %j and give it back', async (payload) => {
    expect(await verify('reset', await sign('reset', payload))).toEqual(payload)
  })

  it('fit into the path or query of a link', async () => {
    expect(await sign('reset', { userId: 'ö/&?' })).toMatch(/^[\w.-]+$/)
  })

  it('D11: for one purpose are worthless for another', async () => {
    expect(await verify('confirm', await sign('reset', 1))).toBeUndefined()
  })

  it('D11: are worthless as a session, and a session as one', async () => {
    const made = sessionApp()
    made.app.get('/', () => ({ keys: made.sessions.keys() }))
    made.app.get('/set', () => {
      made.sessions.set('a', 1)
      return 'set'
    })
    for (const purpose of ['session', 'test', 'csrf']) {
      const token = await made.app.inContext(() => signToken(purpose, { data: { a: 1 } }, { maxAge: 60 }))
      const response = await made.client.get('/', { headers: { cookie: `${COOKIE}=${token}` } })
      expect(await response.json()).toEqual({ keys: [] })
    }
    await made.client.get('/set')
    expect(await verify('session', made.client.cookies.get(COOKIE), made.app)).toBeUndefined()
  })

  it('end when their time is over', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const token = await sign('reset', 1, 60)
    vi.setSystemTime(Date.now() + 59_000)
    expect(await verify('reset', token)).toBe(1)
    vi.setSystemTime(Date.now() + 1000)
    expect(await verify('reset', token)).toBeUndefined()
  })

  it('D03: of another app are none', async () => {
    const other = sessionApp({}, { secretKey: OTHER_SECRET })
    expect(await verify('reset', await sign('reset', 1), other.app)).toBeUndefined()
  })

  it.each([undefined, '', 'x', 'a.b.c', 'x'.repeat(1_048_576)])(
    'are not made of whatever a client sends',
    async (token) => {
      expect(await verify('reset', token)).toBeUndefined()
    },
  )

  it.each([0, -1, 1.5, NaN, Infinity])('cannot live %d seconds', async (maxAge) => {
    await expect(sign('reset', 1, maxAge)).rejects.toThrow('[TOKEN_MAX_AGE]')
  })

  it('D26: refuse a payload that JSON cannot hold', async () => {
    await expect(sign('reset', { at: NaN })).rejects.toThrow(
      '[TOKEN_PAYLOAD] A token for "reset" cannot carry this: payload.at is NaN.',
    )
  })

  it('need the sessions of an app for their keys', async () => {
    const bare = new App({ name: 'bare' })
    await expect(bare.inContext(() => signToken('reset', 1, { maxAge: 1 }))).rejects.toThrow(
      '[SESSIONS_MISSING]',
    )
  })
})
