import type { Command } from '@micro/core'
import type { Migrations } from './migrations.ts'

/** What the commands work on. */
export interface MigrationCommandSettings {
  /** First word of each: `'db'`. */
  readonly prefix: string
  readonly migrations: Pick<Migrations<never>, 'toLatest' | 'rollback' | 'list'>
  /** Writes an empty migration and gives its path. */
  readonly create: (title: string) => Promise<string>
}

/**
 * `db migrate`, `db status`, `db rollback` and `db new`. None starts the app: `migrateOnStart` would do first what `rollback`
 * is to undo and `status` to show.
 */
export function migrationCommands({
  prefix,
  migrations,
  create,
}: MigrationCommandSettings): readonly Command[] {
  return [
    {
      name: `${prefix} migrate`,
      start: false,
      description: 'Run every migration that is still to come',
      run: async ({ print }) => {
        const names = await migrations.toLatest()
        for (const name of names) print(`Migrated ${name}`)
        if (names.length === 0) print('Nothing to migrate')
      },
    },
    {
      name: `${prefix} status`,
      start: false,
      description: 'List the migrations and when they were run; fails when one is still to come',
      run: async ({ print }) => {
        const all = await migrations.list()
        for (const { name, executedAt } of all)
          print(`${executedAt?.toISOString() ?? 'to come'.padEnd(24)}  ${name}`)
        if (all.length === 0) print('No migrations')
        return all.some(({ executedAt }) => executedAt === undefined) ? 1 : 0
      },
    },
    {
      name: `${prefix} rollback`,
      start: false,
      description: 'Undo the last migration',
      run: async ({ print }) => {
        const name = await migrations.rollback()
        print(name === undefined ? 'Nothing to undo' : `Undone ${name}`)
      },
    },
    {
      name: `${prefix} new`,
      start: false,
      description: 'Write an empty migration',
      arguments: [{ name: 'name', description: 'What it does, such as create_users' }],
      run: async (input) => input.print(`Written ${await create(input.arguments['name'] ?? '')}`),
    },
  ]
}
