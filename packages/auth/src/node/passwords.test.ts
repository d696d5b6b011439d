import { App } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'
import { recorder, sessionApp } from '../../test/session-app.ts'
import { argon2id } from './argon2id.ts'
import { hashPassword, needsRehash, verifyPassword } from './passwords.ts'
import { formatPhc, parsePhc } from './phc-string.ts'
import { scrypt } from './scrypt.ts'

const stored = await hashPassword('correct horse')

/** Milliseconds that a wrong password takes. */
async function timeOf(hash: string | undefined): Promise<number> {
  const began = performance.now()
  expect(await verifyPassword(hash, 'wrong')).toBe(false)
  return performance.now() - began
}

describe('hashPassword', () => {
  it.runIf(argon2id)('gives an Argon2id hash with its costs and salt', () => {
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  })

  it('gives another hash each time', async () => {
    expect(await hashPassword('correct horse')).not.toBe(stored)
  })

  it('E01: refuses more than 1024 bytes before it hashes them', async () => {
    const began = performance.now()
    await expect(hashPassword('x'.repeat(1_048_576))).rejects.toMatchObject({ status: 400 })
    await expect(hashPassword('é'.repeat(513))).rejects.toMatchObject({ status: 400 })
    await expect(verifyPassword(stored, 'x'.repeat(1025))).rejects.toMatchObject({ status: 400 })
    expect(performance.now() - began).toBeLessThan(200)
  })
})

describe('verifyPassword', () => {
  it('knows the password again, and no other', async () => {
    expect(await verifyPassword(stored, 'correct horse')).toBe(true)
    expect(await verifyPassword(stored, 'correct horsf')).toBe(false)
    expect(await verifyPassword(stored, '')).toBe(false)
  })

  it.each([
    ['65 characters', 'x'.repeat(65), 'x'.repeat(64)],
    ['a space at the end', 'word ', 'word'],
    ['a space at the beginning', ' word', 'word'],
    ['NUL', 'wo\u0000rd', 'wo'],
    ['emoji', '🔑🔑', '🔑'],
    ['one spelling of é', 'caf\u00E9', 'cafe\u0301'],
    ['case', 'Word', 'word'],
  ])('E01: counts %s', async (_, password, other) => {
    const hash = await hashPassword(password)
    expect(await verifyPassword(hash, password)).toBe(true)
    expect(await verifyPassword(hash, other)).toBe(false)
  })

  it('checks a scrypt hash as well', async () => {
    const salt = Buffer.from('saltsaltsaltsalt')
    const costs = { ln: 10, r: 8, p: 1 }
    const hash = await scrypt.derive('word', salt, costs, 32)
    const text = formatPhc({ name: 'scrypt', version: undefined, costs, salt, hash })
    expect(await verifyPassword(text, 'word')).toBe(true)
    expect(await verifyPassword(text, 'w0rd')).toBe(false)
  })

  it('pays the 128 MiB of a new scrypt hash', async () => {
    expect((await scrypt.derive('word', Buffer.from('saltsalt'), scrypt.costs, 32)).length).toBe(32)
  })

  it.each([
    ['', 'empty'],
    ['plain', 'no hash at all'],
    [stored.replaceAll('$', ''), '$ missing'],
    [stored.replace('argon2id', 'md5'), 'unknown method'],
    [stored.replace('v=19', 'v=16'), 'another version'],
    [stored.replace('m=19456', 'm=999999999'), 'a terabyte of memory'],
    [stored.replace('t=2', 't=0'), 'no passes'],
    [stored.slice(0, -30), 'cut off'],
    [`${stored}${'x'.repeat(1000)}`, 'far too long'],
    ['$scrypt$ln=40,r=8,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA', 'a scrypt hash that nobody can pay'],
  ])('E02: no password fits the malformed hash %s (%s), and it is logged without it', async (hash) => {
    const { logger, lines } = recorder()
    const app = new App({ logger })
    app.get('/', async () => ({ fits: await verifyPassword(hash, 'correct horse') }))
    const response = await testClient(app).get('/')
    expect(await response.json()).toEqual({ fits: false })
    expect(lines).toMatchObject([{ level: 'error', fields: { length: hash.length } }])
    expect(Object.keys(lines[0]?.fields ?? {})).toEqual(['length'])
  })

  // A busy machine can slow one side down: it is tried again before it is believed.
  it('E04: takes as long for somebody who does not exist', { retry: 3 }, async () => {
    const known: number[] = []
    const unknown: number[] = []
    for (let i = 0; i < 8; i++) {
      known.push(await timeOf(stored))
      unknown.push(await timeOf(undefined))
    }
    expect(Math.min(...unknown) / Math.min(...known)).toBeGreaterThan(0.7)
    expect(Math.min(...unknown) / Math.min(...known)).toBeLessThan(1.4)
  })

  it('E03: queues the logins of an app and turns away the 67th', async () => {
    const { app, client } = sessionApp()
    const salt = Buffer.from('saltsaltsaltsalt')
    const costs = { ln: 10, r: 8, p: 1 }
    const hash = await scrypt.derive('correct horse', salt, costs, 32)
    const cheap = formatPhc({ name: 'scrypt', version: undefined, costs, salt, hash })
    app.get('/', async () => ({ fits: await verifyPassword(cheap, 'correct horse') }))
    const responses = await Promise.all(Array.from({ length: 70 }, () => client.get('/')))
    expect(responses.filter(({ status }) => status === 503)).toHaveLength(4)
    expect(responses.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('5')
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(66)
  })
})

describe('needsRehash', () => {
  it('is false for a new hash', () => {
    expect(needsRehash(stored)).toBe(false)
  })

  it.each([
    stored.replace('m=19456', 'm=19455'),
    stored.replace('t=2', 't=1'),
    '$scrypt$ln=17,r=8,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA',
    'nonsense',
  ])('is true for %s', (hash) => {
    expect(needsRehash(hash)).toBe(true)
  })
})

describe('parsePhc', () => {
  it('reads what formatPhc writes', () => {
    const hash = parsePhc(stored)
    expect(hash && formatPhc(hash)).toBe(stored)
  })

  it('Y04: gives up on 16 kB at once', () => {
    const began = performance.now()
    expect(parsePhc(`$a$${'a=1,'.repeat(4000)}`)).toBeUndefined()
    expect(performance.now() - began).toBeLessThan(50)
  })
})
