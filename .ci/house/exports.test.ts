import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Entry, entriesOf } from './entries.ts'
import { exportedNames } from './exported-names.ts'
import { plan } from './floors.config.ts'
import { openWorkspace } from './workspace.ts'

const root = join(import.meta.dirname, '../..')
const packages = openWorkspace(root, plan).rooms.filter(({ path }) => path.startsWith('packages/'))

/** Adding or removing an export changes these lists: `pnpm test --project house -u` writes them anew. */
it.each(packages.map((room) => [room.manifest.name ?? room.path, room] as const))(
  'exports from %s the names of its list, and no other',
  async (_, room) => {
    const list = entriesOf(room)
      .filter(({ path }) => existsSync(join(root, path)))
      .map(describe)
      .join('\n')
    await expect(list).toMatchFileSnapshot(`exports/${room.path.split('/')[1]}.txt`)
  },
)

function describe({ specifier, path }: Entry): string {
  const names = exportedNames(readFileSync(join(root, path), 'utf8')).map(({ name, typeOnly }) =>
    typeOnly ? `  type ${name}\n` : `  ${name}\n`,
  )
  return `${specifier}\n${names.join('')}`
}
