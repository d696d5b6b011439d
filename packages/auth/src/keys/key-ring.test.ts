import { describe, expect, it } from 'vitest'
import { OTHER_SECRET, SECRET } from '../../test/session-app.ts'
import { KeyRing } from './key-ring.ts'

const ring = new KeyRing({ primary: SECRET, fallbacks: [OTHER_SECRET] })

describe('KeyRing', () => {
  it('names a key the same in every process that has the secret', async () => {
    const again = await new KeyRing({ primary: SECRET, fallbacks: [] }).keys('session', 'sign')
    expect((await ring.keys('session', 'sign')).primary.id).toBe(again.primary.id)
  })

  it('D11: has another key for each purpose and use', async () => {
    const keys = await Promise.all([
      ring.keys('a', 'sign'),
      ring.keys('b', 'sign'),
      ring.keys('a', 'encrypt'),
    ])
    expect(new Set(keys.map(({ primary }) => primary.id)).size).toBe(3)
  })

  it('imports the keys of a purpose once', () => {
    expect(ring.keys('c', 'sign')).toBe(ring.keys('c', 'sign'))
  })

  it('lets nobody read a key', async () => {
    expect((await ring.keys('session', 'sign')).primary.key.extractable).toBe(false)
  })

  it('D15: makes new tokens with the primary key, wherever it stands among the fallbacks', async () => {
    const twice = new KeyRing({ primary: SECRET, fallbacks: [OTHER_SECRET, SECRET] })
    expect((await twice.keys('a', 'sign')).primary.id).toBe((await ring.keys('a', 'sign')).primary.id)
  })
})
