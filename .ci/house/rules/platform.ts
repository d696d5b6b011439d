import { atLink, type House, type Link, type Rule, type Violation } from '../house.ts'
import type { SourceFile } from '../workspace.ts'

/**
 * Modules of the platform (`node:*`, `bun:*` …) are imported where the plan allows it and nowhere else, a folder with
 * doors is entered by one of them, and no import hides behind a computed name. Everything else runs on every runtime.
 *
 * Tests and configuration run on Node and are free.
 */
export const platform: Rule = {
  name: 'platform',
  check: ({ links }: House): readonly Violation[] =>
    links.filter(({ from }) => !from.test && inRoom(from)).flatMap(checkLink),
}

function checkLink(link: Link): readonly Violation[] {
  const { from, site, target } = link
  const allowed = allowedIn(from)
  if (allowed === 'all') return []
  if (target.kind === 'platform' && !allowed.includes(target.module)) {
    return [atLink(link, `"${target.module}" is imported in ${whereOf(from)}.`, placesFor(from))]
  }
  if (site.specifier === undefined) {
    return [atLink(link, 'A computed import can lead anywhere, and no check can follow it.', placesFor(from))]
  }
  return pastDoor(link)
}

/** Type imports leave nothing at run time, so they need no door; the floors hold for them as for all. */
function pastDoor(link: Link): readonly Violation[] {
  const { from, site, to } = link
  if (!to || to.room !== from.room || to.folder === from.folder || site.typeOnly) return []
  const doors = from.room.plan.doors?.[to.folder]
  if (doors === undefined || doors.includes(site.specifier ?? '')) return []
  return [
    atLink(
      link,
      `"${site.specifier}" binds ${from.path} to the platform, also on runtimes that have none of it.`,
      `Enter "${to.folder}" by ${doors.map((door) => `\`import('${door}')\``).join(' or ')} where it is needed.`,
    ),
  ]
}

/** Configuration beside `src` belongs to the room but not to what is published. */
function inRoom(file: SourceFile): boolean {
  return file.published || file.room.plan.platform?.['.'] !== undefined
}

function allowedIn({ room, folder }: SourceFile): 'all' | readonly string[] {
  return room.plan.platform?.['.'] ?? room.plan.platform?.[folder] ?? []
}

function whereOf({ room, folder }: SourceFile): string {
  return folder === '' ? `${room.path}/src` : `${room.path}/src/${folder}`
}

function placesFor({ room }: SourceFile): string {
  const places = Object.entries(room.plan.platform ?? {}).map(([folder, modules]) =>
    modules === 'all' ? `src/${folder}/` : `src/${folder}/ (${modules.join(', ')})`,
  )
  return `Move it to ${places.join(' or ') || 'a room that may'}, or use what every runtime has.`
}
