import { base64url, CompactEncrypt, CompactSign, type CryptoKey, EncryptJWT, SignJWT } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { OTHER_SECRET, SECRET } from '../../test/session-app.ts'
import { KeyRing, type PurposeKeys } from '../keys/key-ring.ts'
import { seconds } from './clock.ts'
import { encryptedTokens, signedTokens, type TokenCodec } from './token-codec.ts'

const kind = { type: 'test+jwt', purpose: 'test' }
const ring = new KeyRing({ primary: SECRET, fallbacks: [] })
const signKeys = await ring.keys('test', 'sign')
const encryptKeys = await ring.keys('test', 'encrypt')
const signed = signedTokens(signKeys, kind)
const encrypted = encryptedTokens(encryptKeys, kind)
const header = { alg: 'HS256', typ: 'test+jwt', kid: signKeys.primary.id }

function claims(more: object = {}) {
  const now = seconds()
  return { jti: 'id', iat: now, exp: now + 3600, aud: 'test', ...more }
}

/** A token of ours in all but what the test changes. */
function forge(
  payload: object | string,
  changed: object = {},
  key: CryptoKey | Uint8Array = signKeys.primary.key,
) {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ ...header, ...changed })
    .sign(key)
}

function part(value: object): string {
  return base64url.encode(JSON.stringify(value))
}

/** A token whose header jose would not write. */
function handmade(changed: object, payload: object = claims()): string {
  return `${part({ ...header, ...changed })}.${part(payload)}.${base64url.encode('no signature')}`
}

async function reason(codec: TokenCodec, token: string): Promise<string | undefined> {
  return (await codec.open(token, 3600)).refused
}

afterEach(() => vi.useRealTimers())

describe.each([
  ['signed', signed],
  ['encrypted', encrypted],
])('%s tokens', (_, codec) => {
  it('come back as they were', async () => {
    const { refused, ...opened } = await codec.open(
      await codec.seal({ ...claims(), data: { a: [1, 'ö'] } }),
      3600,
    )
    expect(refused).toBeUndefined()
    expect(opened).toMatchObject({ claims: { jti: 'id', data: { a: [1, 'ö'] } } })
  })

  it('D04: are refused when they are cut off anywhere', async () => {
    const token = await codec.seal(claims())
    for (let length = 0; length < token.length; length++) {
      expect(await reason(codec, token.slice(0, length))).toBeDefined()
    }
  })

  it.each([2, 4, 6])('D04: are refused in %i parts', async (parts) => {
    const token = await codec.seal(claims())
    expect(await reason(codec, Array.from({ length: parts }, () => token.split('.')[0]).join('.'))).toBe(
      'malformed',
    )
  })

  it.each([
    ['1 s ago', -1],
    ['now', 0],
  ])('D05: are refused when they ended %s', async (_when, offset) => {
    expect(await reason(codec, await codec.seal(claims({ exp: seconds() + offset })))).toBeDefined()
  })

  it('D06: are refused before their time, and from a clock that is 10 minutes ahead', async () => {
    expect(await reason(codec, await codec.seal(claims({ nbf: seconds() + 60 })))).toBeDefined()
    expect(await reason(codec, await codec.seal(claims({ iat: seconds() + 600 })))).toBeDefined()
  })

  it('W01: are taken from a clock that is a minute ahead', async () => {
    expect(await reason(codec, await codec.seal(claims({ iat: seconds() + 59 })))).toBeUndefined()
  })

  it('are refused when they are older than asked for, whatever they say themselves', async () => {
    const token = await codec.seal(claims({ iat: seconds() - 5000 }))
    expect(await reason(codec, token)).toBe('ERR_JWT_EXPIRED')
  })

  it.each([4097, 16_384, 1_048_576])('D21: are not decoded at %i bytes', async (length) => {
    expect(await reason(codec, 'a'.repeat(length))).toBe('too long')
  })

  it('D20: are refused in every other spelling that decoders let pass', async () => {
    const token = await codec.seal(claims())
    for (const spelling of [`${token}=`, `${token}\n`, ` ${token}`, token.replace('.', '+.'), `${token}/`]) {
      expect(await reason(codec, spelling)).toBe('malformed')
    }
  })

  it('D13: open under a former key', async () => {
    const use = codec === signed ? 'sign' : 'encrypt'
    const make = codec === signed ? signedTokens : encryptedTokens
    const rotated = new KeyRing({ primary: OTHER_SECRET, fallbacks: [SECRET] })
    const token = await codec.seal(claims())
    expect(await reason(make(await rotated.keys('test', use), kind), token)).toBeUndefined()
    const without = new KeyRing({ primary: OTHER_SECRET, fallbacks: [] })
    expect(await reason(make(await without.keys('test', use), kind), token)).toBeDefined()
  })
})

describe('signed tokens that somebody else made', () => {
  it.each(['none', 'None', 'NONE', 'nOnE', undefined])(
    'D01: are refused with the algorithm %s',
    async (alg) => {
      expect(await reason(signed, handmade({ alg }))).toBeDefined()
      expect(await reason(signed, `${handmade({ alg }).split('.').slice(0, 2).join('.')}.`)).toBeDefined()
    },
  )

  it.each(['HS512', 'RS256', 'EdDSA', 'HS384'])('D02: are refused with the algorithm %s', async (alg) => {
    expect(await reason(signed, handmade({ alg }))).toBe('ERR_JOSE_ALG_NOT_ALLOWED')
  })

  it('D02: are refused when keyed with a public text', async () => {
    const pem = new TextEncoder().encode(
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----',
    )
    expect(await reason(signed, await forge(claims(), {}, pem))).toBe('ERR_JWS_SIGNATURE_VERIFICATION_FAILED')
  })

  it('D03: are refused with the key of another app, without a signature, and with a payload or header that was swapped', async () => {
    const theirs = await new KeyRing({ primary: OTHER_SECRET, fallbacks: [] }).keys('test', 'sign')
    const [head, body, signature] = (await forge(claims())).split('.')
    const [otherHead] = (await forge(claims(), { typ: 'session+jwt' })).split('.')
    const [, otherBody] = (await forge(claims({ jti: 'other' }))).split('.')
    expect(await reason(signed, await forge(claims()))).toBeUndefined()
    expect(await reason(signed, await forge(claims(), {}, theirs.primary.key))).toBeDefined()
    expect(await reason(signed, `${head}.${body}.`)).toBeDefined()
    expect(await reason(signed, `${head}.${otherBody}.${signature}`)).toBeDefined()
    expect(await reason(signed, `${otherHead}.${body}.${signature}`)).toBeDefined()
  })

  it('D04: are refused where an encrypted one is expected, and the other way round', async () => {
    expect(await reason(encrypted, await signed.seal(claims()))).toBe('malformed')
    expect(await reason(signed, await encrypted.seal(claims()))).toBe('malformed')
  })

  it.each([
    ['no exp', (now: number) => ({ iat: now, exp: undefined })],
    ['exp as a text', () => ({ exp: '9999999999' })],
    ['a negative exp', () => ({ exp: -1 })],
    ['no iat', () => ({ iat: undefined })],
    ['no id', () => ({ jti: undefined })],
    ['a number as id', () => ({ jti: 7 })],
    ['half a second as exp', (now: number) => ({ exp: now + 0.5 })],
  ])('D05: are refused with %s', async (_, more) => {
    expect(await reason(signed, await forge(claims(more(seconds()))))).toBeDefined()
  })

  it('D05: are refused when they end at 1e400, which is Infinity', async () => {
    const text = JSON.stringify(claims({ exp: 0 })).replace('"exp":0', '"exp":1e400')
    expect(await reason(signed, await forge(text))).toBe('claims')
  })

  it.each([
    ['crit', { crit: ['x'], x: 1 }],
    ['b64', { crit: ['b64'], b64: false }],
  ])('D09: are refused with the header %s', async (_, changed) => {
    expect(await reason(signed, handmade(changed))).toMatch(/^ERR_JOSE_NOT_SUPPORTED|^ERR_JW/)
  })

  it.each([
    ['jku', { jku: 'https://evil.example/keys' }],
    ['x5u', { x5u: 'https://evil.example/cert' }],
    ['jwk', { jwk: { kty: 'oct', k: 'AAAA' } }],
    ['zip', { zip: 'DEF' }],
  ])(
    'D12: are refused with the header %s, though well signed, and nothing is fetched',
    async (_, changed) => {
      const fetched = vi.spyOn(globalThis, 'fetch')
      expect(await reason(signed, await forge(claims(), changed))).toBe('ERR_JWKS_NO_MATCHING_KEY')
      expect(fetched).not.toHaveBeenCalled()
    },
  )

  it.each([['../../etc/passwd'], ['x'.repeat(2000)], [7], [null], [undefined], ['__proto__']])(
    'D12: are refused with the key id %s',
    async (kid) => {
      expect(await reason(signed, handmade({ kid }))).toBe('ERR_JWKS_NO_MATCHING_KEY')
    },
  )

  it.each([
    ['audience', { aud: 'reset' }, {}],
    ['missing audience', { aud: undefined }, {}],
    ['type', {}, { typ: 'JWT' }],
    ['missing type', {}, { typ: undefined }],
  ])('D10: are refused with another %s', async (_, more, changed) => {
    expect(await reason(signed, await forge(claims(more), changed))).toBeDefined()
  })

  it.each([['[]'], ['null'], ['"text"'], ['no JSON'], ['\u0000'], ['{"a":']])(
    'D22: are refused with the payload %s',
    async (text) => {
      expect(await reason(signed, await forge(text))).toBeDefined()
    },
  )

  it('D22: are refused when the payload is not UTF-8', async () => {
    const bytes = Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)
    const token = await new CompactSign(bytes).setProtectedHeader(header).sign(signKeys.primary.key)
    expect(await reason(signed, token)).toBeDefined()
  })

  it('D22: change no prototype with a claim named __proto__', async () => {
    const text = JSON.stringify(claims()).replace('{', '{"__proto__":{"evil":1},')
    await signed.open(await forge(text), 3600)
    expect(Reflect.get({}, 'evil')).toBeUndefined()
  })
})

describe('encrypted tokens that somebody else made', () => {
  const ours = { alg: 'dir', enc: 'A256GCM', typ: 'test+jwt', kid: encryptKeys.primary.id }

  function handmadeJwe(changed: object, tag = 'A'.repeat(22)): string {
    return `${base64url.encode(JSON.stringify({ ...ours, ...changed }))}..${'A'.repeat(16)}.${'A'.repeat(40)}.${tag}`
  }

  it.each([
    ['a password that costs a billion rounds', { alg: 'PBES2-HS256+A128KW', p2c: 1e9, p2s: 'AAAA' }],
    ['RSA-OAEP', { alg: 'RSA-OAEP' }],
    ['compression', { zip: 'DEF' }],
    ['another cipher', { enc: 'A128GCM' }],
    ['AES-CBC', { enc: 'A128CBC-HS256' }],
  ])('D08: are refused with %s, at once', async (_, changed) => {
    await reason(encrypted, handmadeJwe({})) // warm
    const began = performance.now()
    expect(await reason(encrypted, handmadeJwe(changed))).toBeDefined()
    expect(performance.now() - began).toBeLessThan(50)
  })

  it('D08: are refused with a tag of 4 bytes', async () => {
    const [head, , iv, text, tag = ''] = (await encrypted.seal(claims())).split('.')
    expect(await reason(encrypted, [head, '', iv, text, tag.slice(0, 6)].join('.'))).toBeDefined()
  })

  it('D08: are refused when they really are compressed', async () => {
    const plain = new TextEncoder().encode(JSON.stringify(claims()))
    const token = await new CompactEncrypt(plain)
      .setProtectedHeader({ ...ours, zip: 'DEF' })
      .encrypt(encryptKeys.primary.key)
    expect(await reason(encrypted, token)).toBe('ERR_JWKS_NO_MATCHING_KEY')
  })

  it('D03: are refused with one character changed', async () => {
    const token = await encrypted.seal(claims())
    const at = token.length - 30
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
    expect(await reason(encrypted, changed)).toBeDefined()
  })

  it('D25: show nothing of what is in them, and differ each time', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => encrypted.seal({ ...claims(), data: { secret: 'word' } })),
    )
    expect(one).not.toBe(two)
    const shown =
      one
        ?.split('.')
        .map((each) => new TextDecoder('latin1').decode(base64url.decode(each)))
        .join('') ?? ''
    expect(shown).not.toMatch(/secret|word|jti/)
  })
})

describe('keys of another use', () => {
  it('D11: open nothing', async () => {
    const other: PurposeKeys = await ring.keys('reset', 'sign')
    const token = await new SignJWT(claims())
      .setProtectedHeader({ ...header, kid: other.primary.id })
      .sign(other.primary.key)
    expect(await reason(signed, token)).toBe('ERR_JWKS_NO_MATCHING_KEY')
    const jwe = await ring.keys('reset', 'encrypt')
    const secret = await new EncryptJWT(claims())
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'test+jwt', kid: encryptKeys.primary.id })
      .encrypt(jwe.primary.key)
    expect(await reason(encrypted, secret)).toBe('ERR_JWE_DECRYPTION_FAILED')
  })
})
