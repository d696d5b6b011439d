import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { App, Config, defineOptions, integerOption, stringOption } from '@micro/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const quiet = (): void => {}

/** What a line of `name=value` each says. */
const lines = (text: string): Record<string, unknown> =>
  Object.fromEntries(text.split('\n').map((line) => [line.split('=')[0] ?? '', line.split('=')[1]]))

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

describe('settings from a file', () => {
  let folder: string
  const file = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'micro-config-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('reads JSON, below the environment and above the defaults', () => {
    const path = file('settings.json', '{ "a": "file", "b": "file", "mail": { "host": "x" } }')
    const config = new App().config
      .fromPrefixedEnv('MICRO', { MICRO_A: 'environment' })
      .fromObject({ b: 'default' }, 'default')
      .fromFile(path)
    expect(config.values).toEqual({ a: 'environment', b: 'file', mail: { host: 'x' } })
  })

  it('takes the address of a file beside the code', () => {
    const path = file('with space.json', '{ "a": 1 }')
    expect(new App().config.fromFile(pathToFileURL(path)).get('a')).toBe(1)
  })

  it('reads other formats by a function', () => {
    expect(new App().config.fromFile(file('settings.ini', 'a=1\nb=2'), { parse: lines }).values).toEqual({
      a: '1',
      b: '2',
    })
  })

  it.each([
    ['is not there', () => join(folder, 'none.json'), /none\.json.*it is not there/],
    ['is not JSON', () => file('broken.json', '{'), /broken\.json/],
    ['holds a list', () => file('list.json', '[1]'), /does not hold names with values/],
    ['is a folder', () => folder, /cannot be read/],
  ])('refuses a file that %s, and names it', (_, path, message) => {
    expect(() => new App().config.fromFile(path())).toThrow(
      expect.objectContaining({ code: 'CONFIG_FILE', message: expect.stringMatching(message) }),
    )
  })

  it('does without a file that may be missing, and with no broken one', () => {
    expect(new App().config.fromFile(join(folder, 'none.json'), { optional: true }).values).toEqual({})
    expect(() => new App().config.fromFile(file('bad.json', '{'), { optional: true })).toThrow('bad.json')
  })
})

describe('a section with a schema', () => {
  const mail = defineOptions({ host: stringOption('localhost'), port: integerOption(25, { max: 65_535 }) })

  it('is typed, with defaults', () => {
    const { host, port } = new Config().fromObject({ mail: { port: 587 } }).section('mail', mail)
    expect([host.toUpperCase(), port + 1]).toEqual(['LOCALHOST', 588])
    expect(new Config().section('mail', mail)).toEqual({ host: 'localhost', port: 25 })
  })

  it.each([
    [{ mail: { port: '587' } }, /mail\.port.*whole number.*code/s],
    [{ mail: { prot: 587 } }, /mail\.prot.*is no option/s],
    [{ mail: 'localhost' }, /"mail".*must be an object/s],
  ])('names key, rule and layer of what is wrong: %j', (values, message) => {
    expect(() => new Config().fromObject(values).section('mail', mail)).toThrow(
      expect.objectContaining({ code: 'CONFIG_VALUE', message: expect.stringMatching(message) }),
    )
  })

  it('does not wait for a schema that takes its time', () => {
    const slow = {
      '~standard': { version: 1 as const, vendor: 'slow', validate: async () => ({ value: 1 }) },
    }
    expect(() => new Config().section('mail', slow)).toThrow(
      expect.objectContaining({ code: 'CONFIG_SCHEMA' }),
    )
  })
})

describe('where settings came from', () => {
  it('is known for each value, and secrets are not told', () => {
    const config = env({ MICRO_DATABASE__POOL_SIZE: '5', MICRO_SECRET_KEY: 'hush' })
      .fromObject({ name: 'default', hosts: ['a'], empty: {} }, 'default')
      .fromObject({ database: { url: 'postgres://me:hush@localhost/shop', poolSize: 1 } })
    expect(config.entries()).toEqual([
      { name: 'database.poolSize', value: '1', layer: 'code', source: '' },
      { name: 'database.url', value: '"postgres://me:(hidden)@localhost/shop"', layer: 'code', source: '' },
      { name: 'empty', value: '{}', layer: 'default', source: '' },
      { name: 'hosts', value: '["a"]', layer: 'default', source: '' },
      { name: 'name', value: '"default"', layer: 'default', source: '' },
      { name: 'secretKey', value: '(hidden)', layer: 'environment', source: 'MICRO_SECRET_KEY' },
    ])
    expect(JSON.stringify(config.entries())).not.toContain('hush')
  })

  it('follows dotted names', () => {
    const config = env({ MICRO_DB__URL: 'x' }).fromObject({ db: { echo: true } })
    expect([config.originOf('db.url'), config.originOf('db.echo'), config.originOf('db.none')]).toEqual([
      'environment',
      'code',
      undefined,
    ])
  })

  it.each(['password', 'apiKey', 'smtpPasswd', 'accessToken', 'session.cookieSecret', 'dsn'])(
    'hides %s',
    (name) => {
      const config = new Config().fromObject(Object.fromEntries([[name.split('.')[0], nested(name)]]))
      expect(config.entries().map(({ value }) => value)).toEqual(['(hidden)'])
    },
  )
})

function nested(name: string): unknown {
  const [, inner] = name.split('.')
  return inner === undefined ? 'hush' : { [inner]: 'hush' }
}

describe('a locked configuration', () => {
  it('cannot be changed by what was handed out, and leaves what was given alone', async () => {
    const given = { mail: { host: 'x' } }
    await using app = new App({ config: given })
    await app.start()
    expect(Object.isFrozen(app.config.section('mail'))).toBe(true)
    expect(Object.isFrozen(given.mail)).toBe(false)
  })

  it('warns of a setting that is probably misspelt', async () => {
    const warned: string[] = []
    const logger = {
      debug: quiet,
      info: quiet,
      warn: (_: object, text: string) => void warned.push(text),
      error: quiet,
    }
    await using app = new App({ logger, config: { maxBodysize: 5, mine: 1 } })
    await app.start()
    expect(warned).toEqual(['The setting "maxBodysize" is nobody\'s. Did you mean "maxBodySize"?'])
  })
})
