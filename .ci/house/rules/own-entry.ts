import { entriesOf } from '../entries.ts'
import { atLink, type House, type Link, type Rule, type Violation } from '../house.ts'
import type { Room } from '../workspace.ts'

/** Nobody imports an entry of its own package: the entries list names for users, and stand above everything. */
export const ownEntry: Rule = {
  name: 'own entry',
  check: ({ links }: House): readonly Violation[] =>
    links
      .filter(importsOwnEntry)
      .map((link) =>
        atLink(
          link,
          `"${link.site.specifier}" is an entry of the file's own package.`,
          'Import the file that declares the name.',
        ),
      ),
}

/** What stands beside `src`, such as a package's bin or a test of its surface, is the package's first user. */
function importsOwnEntry({ from, to }: Link): boolean {
  return to?.room === from.room && from.path.startsWith(`${from.room.path}/src/`) && isEntry(to.room, to.path)
}

function isEntry(room: Room, path: string): boolean {
  return path === `${room.path}/src/index.ts` || entriesOf(room).some((entry) => entry.path === path)
}
