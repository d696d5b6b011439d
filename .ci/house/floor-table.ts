import { type House, rankOf } from './house.ts'
import type { Room, SourceFile } from './workspace.ts'

/** One line of the table: a name, how many files it has, and what it imports. */
interface Row {
  readonly floor: number
  readonly name: string
  readonly files: readonly SourceFile[]
}

/**
 * Draws the house, the highest floor first: its rooms, then the folders of the rooms whose folders have an order. Each line
 * names what it imports, with the number of imports.
 */
export function floorTable(house: House): string {
  const sources = [...house.files.values()].filter((file) => !file.test)
  const rooms = house.rooms.map((room) => ({
    floor: room.floor,
    name: room.path,
    files: sources.filter((file) => file.room === room),
  }))
  const ordered = house.rooms.filter((room) => room.plan.folders)
  return [
    ...draw('rooms', rooms, house),
    ...ordered.flatMap((room) => ['', ...draw(room.path, foldersOf(room, sources), house)]),
  ].join('\n')
}

function foldersOf(room: Room, sources: readonly SourceFile[]): readonly Row[] {
  const folders = room.plan.folders ?? []
  const published = sources.filter((file) => file.room === room && file.published)
  return ['entries', ...folders.toReversed()].map((name, at) => {
    const floor = folders.length - at
    return { floor, name, files: published.filter((file) => rankOf(file) === floor) }
  })
}

function draw(title: string, rows: readonly Row[], house: House): readonly string[] {
  const top = rows.toSorted((one, other) => other.floor - one.floor)
  const width = Math.max(title.length, ...top.map(({ name }) => name.length))
  const lines = top.map((row) => {
    const count = `${row.files.length}`.padStart(5)
    return `  ${row.floor}  ${row.name.padEnd(width)}  ${count}  ${importsOf(row, top, house)}`.trimEnd()
  })
  return [`     ${title.padEnd(width)}  files  imports`, ...lines]
}

function importsOf(row: Row, rows: readonly Row[], house: House): string {
  const own = new Set(row.files)
  const targets = house.links.flatMap((link) => (own.has(link.from) && link.to ? [link.to] : []))
  return rows
    .filter((other) => other !== row)
    .map(({ name, files, floor }) => {
      const count = targets.filter((file) => files.includes(file)).length
      return count === 0 ? '' : `${floor < row.floor ? '↓' : '↑'} ${name} ${count}`
    })
    .filter((text) => text !== '')
    .join('  ')
}
