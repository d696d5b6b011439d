import { describe, expectTypeOf, it } from 'vitest'
import { App } from '@micro/core'
import { Database, type DatabaseState, type Generated, type Kysely, type Page } from '../src/index.ts'

interface Tables {
  users: { id: Generated<number>; name: string; age: number | null }
}

const db = new Database<Tables>()

describe('the types of a database', () => {
  it('are those of kysely', () => {
    expectTypeOf(() =>
      db.selectFrom('users').select(['id', 'age']).executeTakeFirst(),
    ).returns.resolves.toEqualTypeOf<{ id: number; age: number | null } | undefined>()
    expectTypeOf(() =>
      db.insertInto('users').values({ name: 'a', age: 1 }).returning('id').executeTakeFirstOrThrow(),
    ).returns.resolves.toEqualTypeOf<{
      id: number
    }>()
  })

  // oxlint-disable-next-line vitest/expect-expect -- the compiler expects the errors
  it('know the tables and columns', () => {
    // @ts-expect-error -- there is no such table
    db.selectFrom('nobody')
    // @ts-expect-error -- there is no such column
    db.selectFrom('users').select('nothing')
    // @ts-expect-error -- a number is no name
    db.selectFrom('users').selectAll().where('name', '=', 1)
    // @ts-expect-error -- a name is missing
    db.insertInto('users').values({ age: 1 })
  })

  it('give a transaction what its function returns, and what it can be asked', () => {
    expectTypeOf(() => db.transaction(async () => 7)).returns.resolves.toEqualTypeOf<number>()
    expectTypeOf(() =>
      db.transaction((trx) => expectTypeOf(trx).toEqualTypeOf<Kysely<Tables>>()),
    ).returns.resolves.not.toBeAny()
    expectTypeOf(() => db.transaction().execute(async () => 'x')).returns.resolves.toEqualTypeOf<string>()
  })

  it('give a page the rows of its query', () => {
    expectTypeOf(() => db.paginate(db.selectFrom('users').select('name'))).returns.resolves.toEqualTypeOf<
      Page<{ name: string }>
    >()
  })

  it('come back from the app', () => {
    expectTypeOf(() => new App().extension(db)).returns.toEqualTypeOf<DatabaseState<Tables>>()
  })
})
