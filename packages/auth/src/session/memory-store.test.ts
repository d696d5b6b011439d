import { App } from '@micro/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from './memory-store.ts'

afterEach(() => vi.useRealTimers())

describe('memoryStore', () => {
  it('forgets what is over', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const store = memoryStore()(new App())
    void store.add('a', '{}', 10)
    expect(store.get('a')).toBe('{}')
    vi.setSystemTime(Date.now() + 10_000)
    expect(store.get('a')).toBeUndefined()
  })

  it('does not replace what is not there', () => {
    const store = memoryStore()(new App())
    expect(store.replace('a', '{}', 10)).toBe(false)
    expect(store.get('a')).toBeUndefined()
  })

  it('drops what was written longest ago when it is full', () => {
    const store = memoryStore({ maxSessions: 2 })(new App())
    for (const id of ['a', 'b']) void store.add(id, id, 10)
    void store.replace('a', 'again', 10)
    void store.add('c', 'c', 10)
    expect(['a', 'b', 'c'].map((id) => store.get(id))).toEqual(['again', undefined, 'c'])
  })
})
