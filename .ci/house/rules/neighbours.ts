import { atLink, type House, type Rule, type Violation, runtimeDependencies } from '../house.ts'
import type { Room } from '../workspace.ts'
import { atManifest } from '../manifest-line.ts'

/** Rooms of one floor do not know each other: no extension imports another one, or needs it in its package.json. */
export const neighbours: Rule = {
  name: 'neighbours',
  check(house: House): readonly Violation[] {
    const imported = house.links.filter(({ from, to }) => to && areNeighbours(from.room, to.room))
    return [
      ...imported.map((link) =>
        atLink(link, `${link.from.room.path} imports its neighbour ${link.to?.room.path}.`, FIX),
      ),
      ...house.rooms.flatMap((room) => neededNeighbours(house, room)),
    ]
  },
}

const FIX = 'Let both meet in a contract of the floor below: one provides it, the other asks for it.'

function areNeighbours(one: Room, other: Room): boolean {
  return one !== other && one.floor === other.floor
}

function neededNeighbours(house: House, room: Room): readonly Violation[] {
  return house.rooms
    .filter(
      (other) => areNeighbours(room, other) && runtimeDependencies(room).includes(other.manifest.name ?? ''),
    )
    .map((other) =>
      atManifest(
        house,
        room,
        other.manifest.name ?? '',
        `${room.path} depends on its neighbour ${other.path}.`,
        FIX,
      ),
    )
}
