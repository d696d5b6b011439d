import { atLink, type House, type Link, type Rule, type Violation } from '../house.ts'

/** Another package is imported by its name, never by a path into its folders. */
export const reach: Rule = {
  name: 'reach',
  check: ({ links, rooms }: House): readonly Violation[] =>
    links
      .filter((link) => link.site.specifier?.startsWith('.') && leavesRoom(link))
      .map((link) => {
        const room = rooms.find(({ path }) => targetPath(link).startsWith(`${path}/`))
        const name = room?.manifest.name ?? 'the package'
        return atLink(
          link,
          `"${link.site.specifier}" reaches into another room.`,
          `Import what ${name} exports, by its name.`,
        )
      }),
}

function leavesRoom(link: Link): boolean {
  return link.target.kind === 'file' && !targetPath(link).startsWith(`${link.from.room.path}/`)
}

function targetPath({ target }: Link): string {
  return target.kind === 'file' ? target.path : ''
}
