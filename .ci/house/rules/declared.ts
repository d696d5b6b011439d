import { atLink, type House, type Link, runtimeDependencies, type Rule, type Violation } from '../house.ts'
import { packageName } from '../resolve.ts'

/**
 * What is imported is declared: by the package itself for what it publishes; tests and scripts also have the development
 * tools of the package and of the repository. Types may come from `@types/…`.
 */
export const declared: Rule = {
  name: 'undeclared',
  check: (house: House): readonly Violation[] => house.links.flatMap((link) => checkLink(house, link)),
}

function checkLink(house: House, link: Link): readonly Violation[] {
  const { from, site } = link
  if (site.specifier === undefined || /^[.#]/.test(site.specifier) || link.target.kind === 'platform')
    return []
  const name = packageName(site.specifier)
  if (name === from.room.manifest.name || available(house, link).has(name)) return []
  return [
    atLink(
      link,
      `"${name}" is not declared in ${from.room.manifestPath}.`,
      `Add it to the ${from.published ? 'dependencies or peerDependencies' : 'devDependencies'} there.`,
    ),
  ]
}

function available(house: House, { from, site }: Link): ReadonlySet<string> {
  const { manifest } = from.room
  const runtime = runtimeDependencies(from.room)
  const tools = Object.keys({ ...manifest.devDependencies, ...house.manifest.devDependencies })
  const names = from.published ? runtime : [...runtime, ...tools]
  const typed = site.typeOnly ? tools.filter((name) => name.startsWith('@types/')).map(typedPackage) : []
  return new Set([...names, ...typed])
}

/** `@types/scope__name` gives `@scope/name`. */
function typedPackage(types: string): string {
  const name = types.slice('@types/'.length)
  return name.includes('__') ? `@${name.replace('__', '/')}` : name
}
