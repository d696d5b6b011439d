import {
  CompiledQuery,
  DummyDriver,
  type ExpressionBuilder,
  Kysely,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { expect, it } from 'vitest'
import { unchecked } from '../../test/unchecked.ts'
import { InvalidValue } from '../faults/invalid-value.ts'
import { everyRow } from './every-row.ts'
import { statementGuard } from './statement-guard.ts'

interface Tables {
  users: { id: number; name: string }
  others: { id: number; name: string }
}

const db = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
  plugins: [statementGuard],
})

/** What an unchecked body may hold in place of a text. */
const list = unchecked(['a', 'b'])
const one = unchecked(['a'])

it.each(['=', '!=', '<', '>=', 'like', 'is'] as const)('P02: refuses %s with a list', (operator) => {
  const query = db.selectFrom('users').selectAll().where('name', operator, list)
  expect(() => query.compile()).toThrow(InvalidValue)
})

it('P02: refuses a list of one, which would compare like its value', () => {
  expect(() => db.selectFrom('users').selectAll().where('name', '=', one).compile()).toThrow(InvalidValue)
})

it.each<[string, (eb: ExpressionBuilder<Tables, 'users'>) => ReturnType<typeof eb.and>]>([
  ['and', (eb) => eb.and([eb('id', '=', 1), eb('name', '=', list)])],
  ['or', (eb) => eb.or([eb('id', '=', 1), eb('name', '=', list)])],
  [
    'nested',
    (eb) =>
      eb.and([
        eb('id', '=', 1),
        eb.or([eb('id', '=', 1), eb.and([eb('name', '=', list), eb('id', '=', 1)])]),
      ]),
  ],
])('P02: refuses it within %s', (_, condition) => {
  expect(() => db.selectFrom('users').selectAll().where(condition).compile()).toThrow(InvalidValue)
})

it('P02: refuses it in an update, a delete and a common table expression', () => {
  expect(() => db.updateTable('users').set({ id: 1 }).where('name', '=', list).compile()).toThrow(
    InvalidValue,
  )
  expect(() => db.deleteFrom('users').where('name', '=', list).compile()).toThrow(InvalidValue)
  const inside = db.with('found', (cte) => cte.selectFrom('others').selectAll().where('name', '=', list))
  expect(() => inside.selectFrom('found').selectAll().compile()).toThrow(InvalidValue)
})

it('lets lists be looked in', () => {
  expect(db.selectFrom('users').selectAll().where('name', 'in', ['a', 'b']).compile().parameters).toEqual([
    'a',
    'b',
  ])
  expect(db.selectFrom('users').selectAll().where('name', 'not in', ['a']).compile().parameters).toEqual([
    'a',
  ])
})

it('lets tuples be compared', () => {
  const query = db
    .selectFrom('users')
    .selectAll()
    .where((eb) => eb(eb.refTuple('id', 'name'), '=', eb.tuple(1, 'a')))
  expect(query.compile().parameters).toEqual([1, 'a'])
})

it('P12: refuses an update or delete without where, by the name of its table', () => {
  expect(() => db.deleteFrom('users').compile()).toThrow(
    /delete without `where` reaches every row of "users"/,
  )
  expect(() => db.updateTable('users').set({ id: 1 }).compile()).toThrow(
    /update without `where` reaches every row of "users"/,
  )
})

it('P12: lets every row be meant', () => {
  expect(db.deleteFrom('users').where(everyRow).compile().sql).toBe('delete from "users" where 1 = 1')
})

it('P12: lets an upsert be', () => {
  const upsert = db.insertInto('users').values({ id: 1, name: 'a' })
  const query = upsert.onConflict((conflict) => conflict.column('id').doUpdateSet({ name: 'a' }))
  expect(query.compile().sql).toContain('do update set')
})

it('lets raw SQL be', () => {
  expect(sql`delete from users`.compile(db)).toMatchObject({
    sql: 'delete from users',
  } satisfies Partial<CompiledQuery>)
})
