import { findCircles, type Graph } from '../circles.ts'
import { atLink, type House, type Link, type Rule, type Violation } from '../house.ts'
import type { SourceFile } from '../workspace.ts'

/** No file leads back to itself by its imports, nor a folder by those of its files. Types count. */
export const circular: Rule = {
  name: 'circular',
  check(house: House): readonly Violation[] {
    const links = house.links.filter((link) => link.to && !link.from.test)
    const files = circlesOf(links, (file) => file.path)
    const tangled = new Set(files.map((circle) => circle[0]?.from.room))
    const loose = links.filter((link) => betweenFolders(link) && !tangled.has(link.from.room))
    return [...files, ...circlesOf(loose, folderPath)].flatMap(describe)
  },
}

/** A circle as the links that make it. */
type Circle = readonly Link[]

function circlesOf(links: readonly Link[], nameOf: (file: SourceFile) => string): readonly Circle[] {
  const steps = new Map<string, Map<string, Link>>()
  for (const link of links) {
    const from = nameOf(link.from)
    const next = steps.get(from) ?? new Map<string, Link>()
    if (link.to) next.set(nameOf(link.to), link)
    steps.set(from, next)
  }
  const graph: Graph = new Map([...steps].map(([name, next]) => [name, new Set(next.keys())]))
  return findCircles(graph).map((names) =>
    names.flatMap((name, at) => steps.get(name)?.get(names[(at + 1) % names.length] ?? name) ?? []),
  )
}

/** In a room with a declared order the upward import tells it already; files beside the folders bind them together. */
function betweenFolders({ from, to }: Link): boolean {
  if (!to || from.room !== to.room || from.room.plan.folders) return false
  return from.folder !== '' && to.folder !== '' && from.folder !== to.folder
}

function folderPath(file: SourceFile): string {
  return `${file.room.path}/${file.folder}`
}

function describe(circle: Circle): readonly Violation[] {
  const [first] = circle
  if (!first) return []
  const way = [...circle.map((link) => link.from.path), first.from.path].join(' → ')
  return [
    atLink(
      first,
      `These import each other in a circle: ${way}.`,
      'Move what both need to a file below both.',
    ),
  ]
}
