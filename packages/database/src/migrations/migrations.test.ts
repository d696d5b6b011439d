import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from '@micro/core'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeEngines, engine, type Engine } from '../../test/servers.ts'
import { Database } from '../database.ts'
import type { MigrationRecord } from './migration-source.ts'

let folder: string
const write = (file: string, text: string): void => writeFileSync(join(folder, 'migrations', file), text)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'micro-migrations-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const create = (table: string): Migration => ({
  up: (db) => db.schema.createTable(table).addColumn('id', 'integer').execute(),
  down: (db) => db.schema.dropTable(table).execute(),
})

interface Opened extends AsyncDisposable {
  readonly db: Database<Record<string, { id: number }>>
  readonly app: App
  run<T>(work: () => Promise<T>): Promise<T>
  command(name: string, given?: Readonly<Record<string, string>>): Promise<Ran>
  tables(): Promise<readonly string[]>
}

interface Ran {
  readonly lines: readonly string[]
  readonly code: number
}

async function open(on: Engine, migrations?: MigrationRecord, root = folder): Promise<Opened> {
  const scratch = await on.scratch()
  const app = new App({ rootPath: root })
  const db = new Database<Record<string, { id: number }>>()
  app.register(db, { url: scratch.url, ...(migrations && { migrations }) })
  const run = <T>(work: () => Promise<T>): Promise<T> => app.inContext(work)
  return {
    db,
    app,
    run,
    command: (name, given = {}) =>
      run(async () => {
        const lines: string[] = []
        const found = app.commands.find((each) => each.name === name)
        const code = await found?.run({
          arguments: given,
          options: {},
          print: (line) => void lines.push(line),
        })
        return { lines, code: code ?? 0 }
      }),
    tables: () => run(async () => (await db.introspection.getTables()).map((table) => table.name).toSorted()),
    [Symbol.asyncDispose]: async () => {
      await app.stop()
      await scratch[Symbol.asyncDispose]()
    },
  }
}

describeEngines('migrations', (on) => {
  it('run once, in the order of their names', async () => {
    await using blog = await open(on, { '0002_b': create('b'), '0001_a': create('a') })
    await blog.run(async () => {
      expect(await blog.db.migrate()).toEqual(['0001_a', '0002_b'])
      expect(await blog.db.migrate()).toEqual([])
    })
    expect(await blog.tables()).toEqual(['a', 'b'])
  })

  it('are undone last first', async () => {
    await using blog = await open(on, { '0001_a': create('a'), '0002_b': create('b') })
    await blog.run(async () => {
      await blog.db.migrate()
      expect(await blog.db.migrations.rollback()).toBe('0002_b')
      expect(await blog.tables()).toEqual(['a'])
      expect(await blog.db.migrations.rollback()).toBe('0001_a')
      expect(await blog.db.migrations.rollback()).toBeUndefined()
    })
  })

  it('U11: name the one that failed, and leave nothing behind where the engine can', async () => {
    const failing: Migration = {
      up: async (db) => {
        await create('b').up(db)
        await sql`select * from nowhere`.execute(db)
      },
    }
    await using blog = await open(on, { '0001_a': create('a'), '0002_b': failing })
    const kept = on.name === 'mariadb' ? 'was kept' : 'Nothing of this run was kept'
    await expect(blog.run(() => blog.db.migrate())).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringMatching(/"0002_b" failed on its way up: .*nowhere/),
      fix: expect.stringContaining(kept),
      cause: expect.any(Error),
    })
    expect(await blog.tables()).toEqual(on.name === 'mariadb' ? ['a', 'b'] : [])
  })

  it('take in the queries of the extension object', { timeout: 3000 }, async () => {
    const seed: Migration = {
      up: async (db) => {
        await create('a').up(db)
        await blog.db.insertInto('a').values({ id: 7 }).execute()
        await blog.db.transaction(() => blog.db.insertInto('a').values({ id: 8 }).execute())
      },
    }
    await using blog = await open(on, { '0001_a': seed })
    await blog.run(async () => {
      await blog.db.migrate()
      expect(await blog.db.selectFrom('a').select('id').orderBy('id').execute()).toEqual([
        { id: 7 },
        { id: 8 },
      ])
    })
  })

  it('may change every row', async () => {
    const backfill: Migration = {
      up: async (db) => void (await db.updateTable('a').set({ id: 1 }).execute()),
    }
    await using blog = await open(on, { '0001_a': create('a'), '0002_fill': backfill })
    expect(await blog.run(() => blog.db.migrate())).toHaveLength(2)
  })

  it('U11: are run by one of two that start at once', async () => {
    const slow: Migration = {
      up: async (db) => {
        await new Promise((resolve) => setTimeout(resolve, 100))
        await create('a').up(db)
      },
    }
    await using scratch = await on.scratch()
    const url = on.name === 'sqlite' ? `sqlite:${join(folder, 'x.sqlite')}` : scratch.url
    const migrate = async (): Promise<readonly string[]> => {
      await using app = new App()
      const db = new Database()
      app.register(db, { url, migrations: { '0001_a': slow } })
      return await app.inContext(() => db.migrate())
    }
    const done = await Promise.all([migrate(), migrate(), migrate()])
    expect(done.filter((names) => names.length > 0)).toEqual([['0001_a']])
  })
})

describe('migrations', () => {
  const sqlite = engine('sqlite')

  it('run when the app starts, when told to', async () => {
    await using app = new App()
    const db = new Database()
    app.register(db, { url: 'sqlite::memory:', migrations: { '0001_a': create('a') }, migrateOnStart: true })
    expect(
      await app.inContext(async () => (await db.introspection.getTables()).map(({ name }) => name)),
    ).toEqual(['a'])
  })

  it('are not run by a command that only looks, though the app would run them when it starts', async () => {
    await using app = new App()
    app.register(new Database(), {
      url: 'sqlite::memory:',
      migrations: { '0001_a': create('a') },
      migrateOnStart: true,
    })
    const status = app.commands.find(({ name }) => name === 'db status')
    const lines: string[] = []
    const input = { arguments: {}, options: {}, print: (line: string): void => void lines.push(line) }
    const code = await app.inContext(() => status?.run(input), { start: status?.start ?? true })
    expect([code, lines]).toEqual([1, ['to come                   0001_a']])
  })

  it('cannot be undone without `down`', async () => {
    await using blog = await open(sqlite, { '0001_a': { up: (db) => create('a').up(db) } })
    await blog.run(async () => {
      await blog.db.migrate()
      await expect(blog.db.migrations.rollback()).rejects.toMatchObject({ code: 'MIGRATION_IRREVERSIBLE' })
    })
    expect(await blog.tables()).toEqual(['a'])
  })

  it('U11: are refused when one that has run is gone, or one comes before it', async () => {
    const scratch = join(folder, 'x.sqlite')
    const migrate = async (migrations: MigrationRecord): Promise<readonly string[]> => {
      await using app = new App()
      const db = new Database()
      app.register(db, { url: `sqlite:${scratch}`, migrations })
      return await app.inContext(() => db.migrate())
    }
    await migrate({ '0002_b': create('b') })
    await expect(migrate({ '0003_c': create('c') })).rejects.toMatchObject({
      code: 'MIGRATION_HISTORY',
      message: expect.stringContaining('0002_b is missing.'),
    })
    await expect(migrate({ '0001_a': create('a'), '0002_b': create('b') })).rejects.toMatchObject({
      code: 'MIGRATION_HISTORY',
    })
  })

  it('may rebuild a table that others refer to, on SQLite', async () => {
    const rebuild: Migration = {
      up: async (db) => {
        await sql`create table new_parents (id integer primary key, name text)`.execute(db)
        await sql`insert into new_parents (id) select id from parents`.execute(db)
        await sql`drop table parents`.execute(db)
        await sql`alter table new_parents rename to parents`.execute(db)
      },
    }
    const first: Migration = {
      up: async (db) => {
        await sql`create table parents (id integer primary key)`.execute(db)
        await sql`create table children (parent_id integer references parents (id))`.execute(db)
        await sql`insert into parents values (1)`.execute(db)
        await sql`insert into children values (1)`.execute(db)
      },
    }
    await using blog = await open(sqlite, { '0001': first, '0002': rebuild })
    await blog.run(async () => {
      await blog.db.migrate()
      expect((await sql`pragma foreign_keys`.execute(blog.db)).rows).toEqual([{ foreign_keys: 1 }])
    })
  })

  it('may not leave rows that refer to none, on SQLite', async () => {
    const orphan: Migration = {
      up: async (db) => {
        await sql`create table parents (id integer primary key)`.execute(db)
        await sql`create table children (parent_id integer references parents (id))`.execute(db)
        await sql`insert into children values (1)`.execute(db)
      },
    }
    await using blog = await open(sqlite, { '0001': orphan })
    await expect(blog.run(() => blog.db.migrate())).rejects.toThrow(
      /"0001" failed on its way up: .*Rows of "children" refer to rows of "parents"/,
    )
    expect(await blog.tables()).toEqual([])
  })

  describe('of a folder', () => {
    beforeEach(() => {
      mkdirSync(join(folder, 'migrations'))
    })

    it('are its modules, TypeScript and JavaScript', async () => {
      write(
        '0001_a.ts',
        'export const up = async (db: any): Promise<void> => { await db.schema.createTable("a").addColumn("id", "integer").execute() }',
      )
      write(
        '0002_b.js',
        'export const up = async (db) => { await db.schema.createTable("b").addColumn("id", "integer").execute() }',
      )
      write('0002_b.d.ts', 'export {}')
      write('notes.txt', '')
      await using blog = await open(sqlite)
      expect(await blog.run(() => blog.db.migrate())).toEqual(['0001_a', '0002_b'])
    })

    it.each([
      ['0001_a.js', 'export const down = () => {}', 'MIGRATION_EXPORTS'],
      ['0001_a.js', 'export const up = 1', 'MIGRATION_EXPORTS'],
      ['0001_a.js', 'syntax error', 'MIGRATION_EXPORTS'],
    ])('are refused when %s holds %s', async (file, text, code) => {
      write(file, text)
      await using blog = await open(sqlite)
      await expect(blog.run(() => blog.db.migrate())).rejects.toMatchObject({ code })
    })

    it('are refused when two have one name', async () => {
      write('0001_a.js', 'export const up = async () => {}')
      write('0001_a.ts', 'export const up = async () => {}')
      await using blog = await open(sqlite)
      await expect(blog.run(() => blog.db.migrate())).rejects.toMatchObject({ code: 'MIGRATION_NAME' })
    })

    it('are missed when there is no folder', async () => {
      rmSync(join(folder, 'migrations'), { recursive: true })
      await using blog = await open(sqlite)
      await expect(blog.run(() => blog.db.migrate())).rejects.toMatchObject({ code: 'MIGRATION_FOLDER' })
    })
  })

  describe('on the command line', () => {
    it('are run, listed and undone', async () => {
      await using blog = await open(sqlite, { '0001_a': create('a') })
      expect(await blog.command('db status')).toEqual({
        lines: ['to come                   0001_a'],
        code: 1,
      })
      expect(await blog.command('db migrate')).toEqual({ lines: ['Migrated 0001_a'], code: 0 })
      expect(await blog.command('db migrate')).toEqual({ lines: ['Nothing to migrate'], code: 0 })
      const status = await blog.command('db status')
      expect(status.code).toBe(0)
      expect(status.lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}0001_a$/)
      expect(await blog.command('db rollback')).toEqual({ lines: ['Undone 0001_a'], code: 0 })
      expect(await blog.command('db rollback')).toEqual({ lines: ['Nothing to undo'], code: 0 })
    })

    it('are begun after the last one', async () => {
      await using blog = await open(sqlite)
      const { lines } = await blog.command('db new', { name: 'Create users!' })
      expect(lines).toEqual([`Written ${join(folder, 'migrations', '0001_create_users.ts')}`])
      await blog.command('db new', { name: 'add email' })
      expect(readdirSync(join(folder, 'migrations'))).toEqual(['0001_create_users.ts', '0002_add_email.ts'])
      expect(readFileSync(join(folder, 'migrations', '0001_create_users.ts'), 'utf8')).toContain(
        "export const up: Migration['up']",
      )
      expect(await blog.run(() => blog.db.migrate())).toHaveLength(2)
    })

    it.each(['', '..', '…'])('are not begun without a name: %j', async (name) => {
      await using blog = await open(sqlite)
      await expect(blog.command('db new', { name })).rejects.toMatchObject({ code: 'MIGRATION_NAME' })
    })

    it('are begun within their folder, whatever they are named', async () => {
      await using blog = await open(sqlite)
      await blog.command('db new', { name: '../../x' })
      expect(readdirSync(join(folder, 'migrations'))).toEqual(['0001_x.ts'])
    })
  })

  it('U11: are run by one of two processes, on SQLite', { timeout: 20_000 }, async () => {
    const script = join(import.meta.dirname, '../../test/migrate-once.ts')
    const run = async (): Promise<string> => {
      const child = spawn(
        process.execPath,
        ['--conditions=@micro/source', script, join(folder, 'y.sqlite')],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      let output = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
      await once(child, 'close')
      return output
    }
    const outputs = await Promise.all([run(), run(), run()])
    expect(outputs.toSorted()).toEqual(['', '', '0001_a'])
  })
})
