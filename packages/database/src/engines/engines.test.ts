import { describe, expect, it, vi } from 'vitest'
import { CompiledQuery, type DatabaseConnection, type Driver } from 'kysely'
import { parseDatabaseUrl, withoutSecrets } from './database-url.ts'
import { loadDriver } from './load-driver.ts'
import { assertMysqlScalar } from './mysql-scalar.ts'
import { Turnstile } from '../sqlite/turnstile.ts'
import { WatchedConnection } from './watched-connection.ts'
import { WatchedDriver } from './watched-driver.ts'

describe('the URL of a database', () => {
  it.each([
    ['sqlite:data.db', { engine: 'sqlite', path: 'data.db' }],
    ['sqlite:./data.db', { engine: 'sqlite', path: './data.db' }],
    ['sqlite:/srv/data.db', { engine: 'sqlite', path: '/srv/data.db' }],
    ['sqlite:///srv/data.db', { engine: 'sqlite', path: '/srv/data.db' }],
    ['sqlite::memory:', { engine: 'sqlite', path: ':memory:' }],
    ['postgres://a:b@h/x', { engine: 'postgres', url: 'postgres://a:b@h/x' }],
    ['postgresql://h/x', { engine: 'postgres', url: 'postgresql://h/x' }],
    ['mysql://h/x', { engine: 'mysql', url: 'mysql://h/x' }],
    ['mariadb://h/x', { engine: 'mysql', url: 'mariadb://h/x' }],
    ['sqlite:', undefined],
    ['sqlite://data.db', undefined],
    ['postgres', undefined],
    ['postgres://', { engine: 'postgres', url: 'postgres://' }],
    ['toString:x', undefined],
    ['', undefined],
  ])('%s', (url, expected) => {
    expect(parseDatabaseUrl(url)).toEqual(expected)
  })

  it('is told without its secrets', () => {
    expect(withoutSecrets('postgres://ada:secret@db.example.com:5433/shop?password=secret')).toBe(
      'postgres://ada@db.example.com:5433/shop',
    )
    expect(withoutSecrets('sqlite:./a.db')).toBe('sqlite:./a.db')
  })
})

describe('a driver that is not installed', () => {
  it('is named, with the command that installs it', async () => {
    const missing = loadDriver('pg', 'postgres', () =>
      Promise.reject(Object.assign(new Error('x'), { code: 'ERR_MODULE_NOT_FOUND' })),
    )
    await expect(missing).rejects.toMatchObject({
      code: 'DATABASE_DRIVER',
      message: expect.stringContaining('npm install pg'),
    })
  })

  it('is not blamed when it is broken', async () => {
    await expect(loadDriver('pg', 'postgres', () => Promise.reject(new SyntaxError('x')))).rejects.toThrow(
      SyntaxError,
    )
  })
})

describe('parameters of MySQL', () => {
  it.each([[{ a: 1 }], [['x']], [new Date('never')], [Number.NaN], [Infinity], [undefined], [() => 1]])(
    'P02: refuses %s',
    (value) => {
      expect(() => assertMysqlScalar(value, 0)).toThrow(expect.objectContaining({ status: 400 }))
    },
  )

  it.each([['x'], [1], [1n], [true], [null], [new Date(0)], [Buffer.from('x')]])('takes %s', (value) => {
    expect(() => assertMysqlScalar(value, 0)).not.toThrow()
  })
})

describe('a turnstile', () => {
  it('lets one through at a time, in order', async () => {
    const turnstile = new Turnstile(1000)
    const order: number[] = []
    await turnstile.enter()
    const waiting = [1, 2, 3].map(async (n) => {
      await turnstile.enter()
      order.push(n)
      turnstile.leave()
    })
    expect(order).toEqual([])
    turnstile.leave()
    await Promise.all(waiting)
    expect(order).toEqual([1, 2, 3])
  })

  it('forgets those who gave up', async () => {
    const turnstile = new Turnstile(10)
    await turnstile.enter()
    await expect(turnstile.enter()).rejects.toMatchObject({ status: 503 })
    turnstile.leave()
    await turnstile.enter()
  })
})

const driverOf = (
  acquire: () => Promise<DatabaseConnection>,
  release = vi.fn<(connection: DatabaseConnection) => void>(),
): Driver => ({
  init: async () => {},
  acquireConnection: acquire,
  releaseConnection: async (one) => release(one),
  beginTransaction: async () => {},
  commitTransaction: async () => {},
  rollbackTransaction: async () => {},
  destroy: async () => {},
})

it('an error in the midst of a stream is a typed one', async () => {
  const raw: DatabaseConnection = {
    executeQuery: async () => ({ rows: [] }),
    // oxlint-disable-next-line require-yield -- it fails at once
    async *streamQuery() {
      throw Object.assign(new Error('x'), { code: 'ECONNRESET' })
    },
  }
  const stream = new WatchedConnection(raw, undefined).streamQuery(CompiledQuery.raw('select 1'), 1)
  await expect(stream.next()).rejects.toMatchObject({ status: 503 })
})

describe('a driver that keeps one waiting', () => {
  const connection: DatabaseConnection = {
    executeQuery: async () => ({ rows: [] }),
    // oxlint-disable-next-line require-yield -- it streams nothing
    async *streamQuery() {},
  }
  it('is waited for only so long, and what comes too late goes back', async () => {
    const { promise, resolve } = Promise.withResolvers<DatabaseConnection>()
    const release = vi.fn<(connection: DatabaseConnection) => void>()
    const watched = new WatchedDriver(
      driverOf(() => promise, release),
      { acquireTimeout: 10 },
    )
    await expect(watched.acquireConnection()).rejects.toMatchObject({
      status: 503,
      cause: { code: 'CONNECTION_WAIT' },
    })
    resolve(connection)
    await expect.poll(() => release.mock.calls).toEqual([[connection]])
  })

  it('gives the same connection for the same', async () => {
    const watched = new WatchedDriver(
      driverOf(async () => connection),
      {},
    )
    expect(await watched.acquireConnection()).toBe(await watched.acquireConnection())
  })

  it('is unavailable when it fails, whatever it says', async () => {
    const watched = new WatchedDriver(
      driverOf(() => Promise.reject(new Error('password authentication failed'))),
      {},
    )
    await expect(watched.acquireConnection()).rejects.toMatchObject({ status: 503, detail: '' })
  })
})
