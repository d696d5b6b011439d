import { App } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { OTHER_SECRET, recorder, SECRET } from '../../test/session-app.ts'
import { readSecrets } from './secrets.ts'

function read(config: Readonly<Record<string, unknown>>) {
  const { logger, lines } = recorder()
  return { secrets: readSecrets(new App({ name: 'shop', logger, config })), lines }
}

describe('readSecrets', () => {
  it('takes a key of 32 bytes and its fallbacks', () => {
    expect(read({ secretKey: SECRET, secretKeyFallbacks: [OTHER_SECRET] }).secrets).toEqual({
      primary: SECRET,
      fallbacks: [OTHER_SECRET],
    })
  })

  it.each([
    ['31 bytes', SECRET.slice(1)],
    ['nothing', ''],
    ['a word', 'changeme'],
    ['one letter 64 times', 'a'.repeat(64)],
    ['white space', ' '.repeat(40)],
  ])('D24: refuses %s', (_, secretKey) => {
    expect(() => read({ secretKey })).toThrow('[SECRET_KEY_WEAK]')
  })

  it('D24: refuses to go without a key, and says how to make one', () => {
    expect(() => read({})).toThrow(/\[SECRET_KEY_MISSING\] The app "shop".*openssl rand/s)
  })

  it('D24: makes up another key each time in debug, and warns', () => {
    const { secrets, lines } = read({ debug: true })
    expect(secrets.primary).toHaveLength(43)
    expect(secrets.primary).not.toBe(read({ debug: true }).secrets.primary)
    expect(lines).toMatchObject([{ level: 'warn' }])
  })

  it('D24: takes a weak key in debug, and warns', () => {
    const { secrets, lines } = read({ debug: true, secretKey: 'changeme' })
    expect(secrets.primary).toBe('changeme')
    expect(lines[0]?.message).toContain('it has 8 bytes')
  })

  it('refuses a weak fallback as well', () => {
    expect(() => read({ secretKey: SECRET, secretKeyFallbacks: ['old'] })).toThrow('`secretKeyFallbacks[0]`')
  })

  it('refuses a lone text as fallbacks: it would be taken apart into keys of one character', () => {
    expect(() => read({ secretKey: SECRET, secretKeyFallbacks: OTHER_SECRET })).toThrow(
      '[SECRET_KEY_FALLBACKS]',
    )
  })

  it('W05: drops the line break and byte order mark that a file leaves around a key, and measures the rest', () => {
    expect(read({ secretKey: `\uFEFF${SECRET}\r\n` }).secrets.primary).toBe(SECRET)
    expect(() => read({ secretKey: `${SECRET.slice(1)}\n` })).toThrow('it has 31 bytes')
  })
})
