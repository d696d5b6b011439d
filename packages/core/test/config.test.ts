import { App, Config } from '@micro/core'
import { describe, expect, it } from 'vitest'

const env = (values: Record<string, string>): Config => new Config().fromPrefixedEnv('MICRO', values)

describe('configuration', () => {
  it('counts code over environment over file over default, whatever the order', () => {
    const config = new Config()
    config.fromObject({ a: 'code' })
    config.fromPrefixedEnv('MICRO', { MICRO_A: 'environment', MICRO_B: 'environment' })
    config.fromObject({ a: 'file', b: 'file', c: 'file' }, 'file')
    config.fromObject({ a: 'default', b: 'default', c: 'default', d: 'default' }, 'default')
    expect(config.values).toEqual({ a: 'code', b: 'environment', c: 'file', d: 'default' })
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => config.originOf(name))).toEqual([
      'code',
      'environment',
      'file',
      'default',
      undefined,
    ])
  })

  it('takes the last one within a layer', () => {
    expect(new Config().fromObject({ a: 1 }).fromObject({ a: 2 }).get('a')).toBe(2)
  })

  it('merges sections and replaces lists', () => {
    const config = new Config().fromObject({ db: { url: 'x', pool: { min: 1 } }, hosts: ['a', 'b'] })
    config.fromObject({ db: { pool: { max: 5 } }, hosts: ['c'] })
    expect(config.values).toEqual({ db: { url: 'x', pool: { min: 1, max: 5 } }, hosts: ['c'] })
  })

  it('ignores undefined, which sets nothing', () => {
    expect(new Config().fromObject({ a: 1 }).fromObject({ a: undefined }).get('a')).toBe(1)
  })

  it('keeps falsy values', () => {
    const config = new Config()
      .fromObject({ a: 1, b: true, c: 'x' }, 'default')
      .fromObject({ a: 0, b: false, c: '' })
    expect(config.values).toEqual({ a: 0, b: false, c: '' })
  })

  it('is read by dotted names', () => {
    const config = new Config().fromObject({ db: { url: 'x' } })
    expect([
      config.get('db.url'),
      config.get('db.none'),
      config.get('none.url'),
      config.get('db.url.length'),
    ]).toEqual(['x', undefined, undefined, undefined])
  })

  it('has no values by the names of object properties', () => {
    expect([new Config().get('constructor'), new Config().get('toString.name')]).toEqual([
      undefined,
      undefined,
    ])
  })

  it('cannot set a prototype', () => {
    const config = new Config().fromObject(
      JSON.parse('{"__proto__":{"admin":true},"a":{"__proto__":{"admin":true}}}'),
    )
    expect(config.get('admin')).toBeUndefined()
    expect(config.get('a.admin')).toBeUndefined()
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
  })

  it('gives a section, empty when there is none', () => {
    const config = new Config().fromObject({ mail: { host: 'x' }, flag: true })
    expect([config.section('mail'), config.section('none'), config.section('flag')]).toEqual([
      { host: 'x' },
      {},
      {},
    ])
  })

  it('reads environment variables as JSON, else as texts', () => {
    const config = env({
      MICRO_DEBUG: 'true',
      MICRO_PORT: '8080',
      MICRO_HOSTS: '["a"]',
      MICRO_NAME: 'shop',
      MICRO_ODD: '{oops',
      MICRO_NOTHING: 'null',
    })
    expect(config.values).toEqual({
      debug: true,
      port: 8080,
      hosts: ['a'],
      name: 'shop',
      odd: '{oops',
      nothing: null,
    })
  })

  it('writes names of the environment in camel case', () => {
    expect(env({ MICRO_SECRET_KEY: 'x', MICRO_MAX_BODY_SIZE: '5' }).values).toEqual({
      secretKey: 'x',
      maxBodySize: 5,
    })
  })

  it('nests names of the environment at two underscores, and keeps siblings', () => {
    const config = new Config().fromObject({ db: { url: 'x' } }, 'file')
    config.fromPrefixedEnv('MICRO', { MICRO_DB__POOL__MAX_SIZE: '2', MICRO_DB__ECHO: 'true' })
    expect(config.get('db')).toEqual({ url: 'x', pool: { maxSize: 2 }, echo: true })
  })

  it('reads only names with the prefix and an underscore', () => {
    expect(env({ MICROPHONE: 'x', MICRO: 'x', OTHER_A: 'x', MICRO_A: 'y' }).values).toEqual({ a: 'y' })
  })

  it('is locked when the app has started, and names what came late', async () => {
    await using app = new App()
    await app.start()
    expect(() => app.config.fromObject({ debug: true })).toThrow(
      expect.objectContaining({ code: 'CONFIG_LOCKED', message: expect.stringContaining('debug') }),
    )
  })

  it.each<readonly [string, unknown, string]>([
    ['maxBodySize', 0, 'a whole number from 1'],
    ['maxBodySize', '1MB', 'a whole number from 1'],
    ['debug', 'yes', 'true or false'],
    ['secretKeyFallbacks', 'abc', 'a list of texts'],
    ['preferredUrlScheme', 'ftp', 'one of "http", "https"'],
    ['trustedHosts', 'example.com', 'a list of hosts'],
  ])('refuses %s: %j at the start, with the rule and the layer', async (key, value, rule) => {
    const app = new App({ config: { [key]: value } })
    await expect(app.start()).rejects.toMatchObject({
      code: 'CONFIG_VALUE',
      message: expect.stringContaining(rule),
    })
    await expect(app.start()).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`"${key}".*code`, 's')),
    })
  })

  it('refuses a trusted host that is none', async () => {
    await expect(new App({ config: { trustedHosts: ['http://x'] } }).start()).rejects.toMatchObject({
      code: 'TRUSTED_HOST',
    })
  })

  it('knows nothing of settings that are not its own', async () => {
    await using app = new App({ config: { mine: { anything: 1 } } })
    await app.start()
    expect(app.config.get('mine.anything')).toBe(1)
  })

  it('says whether the app is in debug', () => {
    expect([new App().debug, new App({ config: { debug: true } }).debug]).toEqual([false, true])
  })
})
