import { atLink, rankOf, type House, type Link, type Rule, type Violation } from '../house.ts'

/**
 * Imports run down: from a room to rooms of lower floors, and inside a room to its own or a lower folder. Types count.
 *
 * A test may look up inside its own room: nothing imports it, so no knot can come of it.
 */
export const upward: Rule = {
  name: 'upward',
  check: ({ links }: House): readonly Violation[] => links.flatMap(checkLink),
}

function checkLink(link: Link): readonly Violation[] {
  const { from, to } = link
  if (!to) return []
  if (from.room !== to.room) return to.room.floor > from.room.floor ? [upToRoom(link, to.room.path)] : []
  if (from.test) return []
  const [own, other] = [rankOf(from), rankOf(to)]
  if (own === undefined || other === undefined || other <= own) return []
  return [
    atLink(
      link,
      `"${link.site.specifier}" is on "${to.folder || to.path}", above "${from.folder}".`,
      'Declare the small interface this needs on the lower floor, or move the file up.',
    ),
  ]
}

function upToRoom(link: Link, room: string): Violation {
  return atLink(
    link,
    `"${link.site.specifier}" is in ${room}, which stands on a higher floor than ${link.from.room.path}.`,
    'Let the lower room declare what it needs as an interface, and the higher one provide it.',
  )
}
