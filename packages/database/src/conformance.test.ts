import { extensionSuite } from '@micro/core/testing'
import { sql } from 'kysely'
import { describe, it } from 'vitest'
import { Database } from './database.ts'

describe('Database', () => {
  extensionSuite(() => new Database(), {
    options: { url: 'sqlite::memory:', migrateOnStart: true, migrations: {} },
    invalid: {
      url: ['nowhere', 7],
      dialect: ['postgres'],
      plugins: [{}],
      migrations: [{ first: {} }],
      migrateOnStart: ['yes'],
      poolSize: [0, 1001],
      acquireTimeout: [-1],
    },
    use: (db) => db.transaction(async () => (await sql<{ n: number }>`select 1 as n`.execute(db)).rows),
  })(it)
})

describe('Database that is never used', () => {
  extensionSuite(() => new Database({ name: 'archive' }), {
    options: { url: 'sqlite::memory:', connectOnStart: false },
    invalid: { busyTimeout: [-1] },
  })(it)
})
