// A process of its own, for the test of several that migrate one file: prints what it has run.
import { scheduler } from 'node:timers/promises'
import { App } from '@micro/core'
import { Database } from '../src/index.ts'

const app = new App()
const db = new Database()
app.register(db, {
  url: `sqlite:${process.argv[2] ?? ''}`,
  migrations: {
    '0001_a': {
      up: async (trx) => {
        await trx.schema.createTable('a').addColumn('id', 'integer').execute()
        await scheduler.wait(200)
      },
    },
  },
})
process.stdout.write((await app.inContext(() => db.migrate())).join())
await app.stop()
