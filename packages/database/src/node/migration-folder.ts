import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, parse, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Migration } from 'kysely/migration'
import { fail } from '../errors.ts'
import type { MigrationRecord, MigrationSource } from '../migrations/migration-source.ts'

/** The folder of an app's migrations: modules such as `0001_create_users.ts`. */
export class MigrationFolder implements MigrationSource {
  /** Absolute. */
  readonly path: string

  /** @param root - Default: the working directory. */
  constructor(folder: string, root: string | undefined) {
    this.path = resolve(root ?? '.', folder)
  }

  /** @throws {@link MicroError} `MIGRATION_FOLDER`, `MIGRATION_NAME` or `MIGRATION_EXPORTS`. */
  async load(): Promise<MigrationRecord> {
    const migrations: Record<string, Migration> = {}
    for (const file of await this.#files()) {
      const { name } = parse(file)
      if (Object.hasOwn(migrations, name)) throw fail('MIGRATION_NAME', { name, rule: 'two files have it' })
      migrations[name] = await this.#import(file, name)
    }
    return migrations
  }

  /**
   * Writes an empty migration that comes after all others.
   *
   * @returns Its path.
   * @throws {@link MicroError} `MIGRATION_NAME`
   */
  async create(title: string): Promise<string> {
    const words = title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/^_|_$/g, '')
    if (words === '')
      throw fail('MIGRATION_NAME', { name: JSON.stringify(title), rule: 'it has no letters or digits' })
    await mkdir(this.path, { recursive: true })
    const numbers = (await this.#files()).map((file) => Number.parseInt(file, 10)).filter(Number.isInteger)
    const number = String(Math.max(0, ...numbers) + 1).padStart(4, '0')
    const path = join(this.path, `${number}_${words}.ts`)
    await writeFile(path, TEMPLATE, { flag: 'wx' })
    return path
  }

  async #files(): Promise<readonly string[]> {
    try {
      const files = await readdir(this.path)
      return files.filter((file) => /\.m?[jt]s$/.test(file) && !/\.d\.m?ts$/.test(file)).toSorted()
    } catch (error) {
      throw fail('MIGRATION_FOLDER', { folder: this.path }, { cause: error })
    }
  }

  async #import(file: string, name: string): Promise<Migration> {
    const module: unknown = await import(pathToFileURL(join(this.path, file)).href).catch(
      (error: unknown) => {
        throw fail('MIGRATION_EXPORTS', { name, problem: String(error) }, { cause: error })
      },
    )
    if (!isMigration(module))
      throw fail('MIGRATION_EXPORTS', { name, problem: 'it exports no function `up`' })
    return module
  }
}

function isMigration(module: unknown): module is Migration {
  if (typeof module !== 'object' || module === null || !('up' in module)) return false
  return typeof module.up === 'function' && (!('down' in module) || typeof module.down === 'function')
}

const TEMPLATE = `import type { Migration } from '@micro/database'

export const up: Migration['up'] = async (db) => {
  // await db.schema.createTable('posts').addColumn('id', 'integer', (column) => column.primaryKey()).execute()
}

export const down: Migration['down'] = async (db) => {
  // await db.schema.dropTable('posts').execute()
}
`
