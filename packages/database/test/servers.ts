import { randomBytes } from 'node:crypto'
import mysql from 'mysql2/promise'
import { Client } from 'pg'
import { describe } from 'vitest'

/** A database of a test's own, gone when it is disposed. */
export interface Scratch extends AsyncDisposable {
  readonly url: string
}

/** An engine that the tests run on. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres' | 'mariadb'
  /** Why its tests are skipped; `undefined` when they run. */
  readonly missing: string | undefined
  scratch(): Promise<Scratch>
}

const POSTGRES = { host: '127.0.0.1', port: 5432, user: 'postgres', database: 'test' }
const MARIADB = { host: '127.0.0.1', port: 3306, user: 'root', database: 'test' }

/** Every engine; a server that does not answer is told of, and fails when `MICRO_REQUIRE_SERVICES=1`. */
export const engines: readonly Engine[] = [
  {
    name: 'sqlite',
    missing: undefined,
    scratch: async () => ({ url: 'sqlite::memory:', [Symbol.asyncDispose]: async () => {} }),
  },
  await server('postgres', onPostgres, (name) => `postgres://postgres@127.0.0.1:5432/${name}`),
  await server('mariadb', onMariadb, (name) => `mysql://root@127.0.0.1:3306/${name}`),
]

/** The engine of that name. */
export function engine(name: Engine['name']): Engine {
  const found = engines.find((each) => each.name === name)
  if (found === undefined) throw new RangeError(name)
  return found
}

/** Tests that every engine has to pass. */
export function describeEngines(title: string, tests: (on: Engine) => void): void {
  for (const on of engines) {
    describe.skipIf(on.missing !== undefined)(`${title} on ${on.name}`, () => {
      tests(on)
    })
  }
}

/** Runs a statement on PostgreSQL, as somebody else would. */
export async function onPostgres(statement: string): Promise<unknown[]> {
  const client = new Client({ ...POSTGRES, connectionTimeoutMillis: 2000 })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** Runs a statement on MariaDB, as somebody else would. */
export async function onMariadb(statement: string): Promise<unknown[]> {
  const connection = await mysql.createConnection({ ...MARIADB, connectTimeout: 2000 })
  try {
    const [rows] = await connection.query(statement)
    return Array.isArray(rows) ? rows : []
  } finally {
    await connection.end()
  }
}

async function server(
  name: 'postgres' | 'mariadb',
  run: (statement: string) => Promise<unknown[]>,
  urlOf: (database: string) => string,
): Promise<Engine> {
  const missing = await run('select 1').then(
    () => undefined,
    (error: unknown) => `no ${name} on 127.0.0.1: ${String(error)}`,
  )
  if (missing !== undefined && process.env['MICRO_REQUIRE_SERVICES'] === '1') throw new Error(missing)
  if (missing !== undefined) console.warn(`Skipped: ${missing}`)
  const scratch = async () => {
    const database = `micro_${randomBytes(6).toString('hex')}`
    await run(`create database ${database}`)
    return {
      url: urlOf(database),
      [Symbol.asyncDispose]: async () => void (await run(`drop database ${database}`)),
    }
  }
  return { name, missing, scratch }
}
