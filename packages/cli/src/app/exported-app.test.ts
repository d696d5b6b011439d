import { describe, expect, it } from 'vitest'
import { App } from '@micro/core'
import { parseAppTarget } from './app-target.ts'
import type { CliApp } from './cli-app.ts'
import { type Exports, exportedApp } from './exported-app.ts'

const app: CliApp = new App()
const other: CliApp = new App()

function find(exports: Exports, target = ''): Promise<CliApp> {
  return exportedApp('app.ts', exports, parseAppTarget(target))
}

/** Like an extension object that cannot be used before it is registered. */
const touchy = new Proxy({}, { get: () => expect.unreachable('looked at') })

describe('the app of a file', () => {
  it.each([
    ['the export `app`', { app, other }],
    ['the default export', { default: app, other }],
    ['the same one under two names', { app, default: app }],
    ['the only app among its exports', { name: 'shop', port: 1, nothing: null, shop: app }],
    ['what `createApp` returns', { createApp: () => app }],
    ['what `createApp` promises', { createApp: async () => app }],
    ['the app, not the factory', { shop: app, createApp: () => other }],
  ])('is %s', async (_, exports) => {
    expect(await find(exports)).toBe(app)
  })

  it('is found beside objects that throw when they are looked at', async () => {
    expect(await find({ db: touchy, shop: app })).toBe(app)
  })

  it('is the export that was named, or what that makes', async () => {
    expect(await find({ app, other }, ':other')).toBe(other)
    const made: unknown[] = []
    const make = (...args: unknown[]): CliApp => (made.push(...args), other)
    expect(await find({ app, make }, ':make({ debug: true }, 2)')).toBe(other)
    expect(made).toEqual([{ debug: true }, 2])
  })

  it('gets what its factory throws as it is', async () => {
    const error = new TypeError('Cannot read properties of undefined')
    const createApp = (): never => {
      throw error
    }
    await expect(find({ createApp })).rejects.toBe(error)
  })
})

describe('a file without one app', () => {
  it.each([
    [
      'names all of several',
      { shop: app, blog: other },
      '',
      /APP_AMBIGUOUS.*app.ts exports several apps: blog, shop/,
    ],
    ['names its exports', { one: 1, two: 2 }, '', /APP_NOT_EXPORTED.*exports one, two/],
    ['says so when there are none', {}, '', /APP_NOT_EXPORTED.*exports nothing/],
    [
      'names its exports when another was asked for',
      { app },
      ':web',
      /APP_EXPORT_MISSING.*no export "web"; it exports app/,
    ],
    [
      'tells what a factory returned',
      { createApp: () => undefined },
      '',
      /APP_EXPECTED.*"createApp" of app.ts gave undefined/,
    ],
    ['tells what the export is', { app: 'web' }, ':app', /APP_EXPECTED.*a value of type string/],
  ])('%s', async (_, exports, target, message) => {
    await expect(find(exports, target)).rejects.toThrow(message)
  })
})
