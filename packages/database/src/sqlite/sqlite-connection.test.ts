import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CompiledQuery, Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../node/open-sqlite.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

interface Tables {
  t: { id: number; value: unknown }
}

let folder: string
let db: Kysely<Tables>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'micro-sqlite-'))
  const open = async () => openSqlite({ path: 'x.sqlite', root: folder })
  db = new Kysely<Tables>({ dialect: sqliteDialect({ open, acquireTimeout: 1000, busyTimeout: 300 }) })
  await sql`create table t (id integer primary key, value any)`.execute(db)
})

afterEach(async () => {
  await db.destroy()
  rmSync(folder, { recursive: true, force: true })
})

const stored = async (value: unknown): Promise<unknown> => {
  await db.insertInto('t').values({ id: 1, value }).execute()
  const { value: read } = await db.selectFrom('t').select('value').executeTakeFirstOrThrow()
  return read
}

describe('values', () => {
  it.each([
    [true, 1],
    [false, 0],
    [null, null],
    [1.5, 1.5],
    [12n, 12],
    ['text', 'text'],
    [new Date('2026-01-02T03:04:05.678Z'), '2026-01-02T03:04:05.678Z'],
    [new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  ])('%s is stored as %s', async (given, expected) => {
    expect(await stored(given)).toEqual(expected)
  })

  it.each([
    [{ $ne: 1 }, 'an object'],
    [['x'], 'a list'],
    [new Date('never'), 'a date that does not exist'],
    [Number.NaN, 'NaN'],
    [2n ** 64n, 'an integer of more than 64 bits'],
    [Symbol('x'), 'symbol'],
  ])('P02: %s is refused with 400', async (given, kind) => {
    const refused = sql`select ${given} as value`.execute(db)
    await expect(refused).rejects.toMatchObject({
      status: 400,
      cause: { code: 'PARAMETER_TYPE', message: expect.stringContaining(kind) },
    })
  })
})

it('tells how many rows were changed and which id was given', async () => {
  const { insertId } = await db.insertInto('t').values({ id: 41, value: 1 }).executeTakeFirstOrThrow()
  expect(insertId).toBe(41n)
  const { numUpdatedRows } = await db.updateTable('t').set({ value: 2 }).executeTakeFirstOrThrow()
  expect(numUpdatedRows).toBe(1n)
})

it('gives rows of a write that returns them', async () => {
  expect(await db.insertInto('t').values({ id: 7, value: 'x' }).returningAll().execute()).toEqual([
    { id: 7, value: 'x' },
  ])
})

it('streams rows', async () => {
  for (let id = 1; id <= 3; id++) await db.insertInto('t').values({ id, value: id }).execute()
  const seen: unknown[] = []
  for await (const { id } of db.selectFrom('t').select('id').orderBy('id').stream()) seen.push(id)
  expect(seen).toEqual([1, 2, 3])
})

it('streams a query again that was left half way', async () => {
  for (let id = 1; id <= 3; id++) await db.insertInto('t').values({ id, value: id }).execute()
  const query = db.selectFrom('t').select('id').orderBy('id')
  for await (const { id } of query.stream()) if (id === 2) break
  expect(await query.execute()).toHaveLength(3)
})

it('sees a column that was added since a statement was first used', async () => {
  await db.insertInto('t').values({ id: 1, value: 1 }).execute()
  await db.selectFrom('t').selectAll().execute()
  await sql`alter table t add column more text default 'm'`.execute(db)
  expect(await db.selectFrom('t').selectAll().execute()).toEqual([{ id: 1, value: 1, more: 'm' }])
})

it('forgets the oldest of many statements, and prepares it again', async () => {
  for (let n = 0; n < 250; n++) await sql.raw(`select ${n} as n`).execute(db)
  expect((await sql.raw('select 0 as n').execute(db)).rows).toEqual([{ n: 0 }])
})

describe('U10: while another process writes', () => {
  it('waits until it is done, and does not stop the event loop', async () => {
    const other = new DatabaseSync(join(folder, 'x.sqlite'))
    other.exec('begin immediate')
    let ticks = 0
    const ticking = setInterval(() => ticks++, 5)
    setTimeout(() => other.exec('commit'), 100)
    await db.insertInto('t').values({ id: 1, value: 1 }).execute()
    clearInterval(ticking)
    other.close()
    expect(ticks).toBeGreaterThan(3)
  })

  it('reads all the same', async () => {
    const other = new DatabaseSync(join(folder, 'x.sqlite'))
    other.exec('begin immediate; insert into t values (1, 1)')
    expect(await db.selectFrom('t').selectAll().execute()).toEqual([])
    expect(
      await db
        .transaction()
        .setAccessMode('read only')
        .execute((trx) => trx.selectFrom('t').selectAll().execute()),
    ).toEqual([])
    other.close()
  })

  it('gives up after a while', async () => {
    const other = new DatabaseSync(join(folder, 'x.sqlite'))
    other.exec('begin immediate')
    const started = performance.now()
    await expect(db.transaction().execute(async () => {})).rejects.toMatchObject({ errcode: 5 })
    expect(performance.now() - started).toBeGreaterThan(250)
    other.close()
  })
})

it('does not hide why a transaction failed that SQLite itself has ended', async () => {
  const failing = db.transaction().execute(async (trx) => {
    await trx.executeQuery(CompiledQuery.raw('rollback'))
    throw new RangeError('why')
  })
  await expect(failing).rejects.toThrow('why')
})
