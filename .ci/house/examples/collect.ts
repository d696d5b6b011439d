import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { entriesOf } from '../entries.ts'
import { exportedNames } from '../exported-names.ts'
import type { Room, SourceFile, Workspace } from '../workspace.ts'
import { castText } from './cast.ts'
import { docExamples, type NameSource } from './doc-comments.ts'
import type { Example } from './example.ts'
import { markdownExamples } from './markdown.ts'

/** Where pages with examples lie. */
const PAGES = ['README.md', '{packages,examples}/*/README.md', 'docs/**/*.md']

/** Every example of the repository: those of its pages, and those of the doc comments in its packages. */
export function collectExamples(workspace: Workspace): readonly Example[] {
  const pages = globSync(PAGES, {
    cwd: workspace.root,
    exclude: (name) => name === 'node_modules',
  }).toSorted()
  const sources = [...workspace.files.values()].filter(
    ({ published, path }) => published && path.startsWith('packages/'),
  )
  return [
    cast,
    ...pages.flatMap((page) => markdownExamples(page, read(workspace, page))),
    ...sources.flatMap((file) =>
      docExamples(file.path, read(workspace, file.path), nameSources(workspace, file, sources)),
    ),
  ]
}

/** The cast is written and compiled beside the examples that it plays in. */
const cast: Example = {
  source: '.ci/house/examples/cast.ts',
  line: 7,
  code: castText,
  setup: '',
  file: 'cast.ts',
  compiled: true,
  run: false,
}

/**
 * The example's own file first, then the entries of its package and of core, then the cast. An example of something that
 * no entry exports is for those who work on the package: it has the whole package besides.
 */
function nameSources(
  workspace: Workspace,
  file: SourceFile,
  sources: readonly SourceFile[],
): readonly NameSource[] {
  const own = namesOf(workspace, file.path)
  const rooms = [
    file.room,
    ...workspace.rooms.filter(({ floor, path }) => floor === 0 && path !== file.room.path),
  ]
  const entries = rooms.flatMap((room) => entryNames(workspace, room))
  const published = new Set(entries.flatMap(({ names }) => names.map(({ name }) => name)))
  const inside = own.names.some(({ name }) => published.has(name))
    ? []
    : sources.filter(({ room }) => room === file.room)
  return [
    own,
    ...entries,
    { specifier: '#cast', names: exportedNames(castText) },
    ...inside.map(({ path }) => namesOf(workspace, path)),
  ]
}

function entryNames(workspace: Workspace, room: Room): readonly NameSource[] {
  return entriesOf(room)
    .filter(({ path }) => workspace.files.has(path))
    .map(({ specifier, path }) => ({ specifier, names: exportedNames(read(workspace, path)) }))
}

function namesOf(workspace: Workspace, path: string): NameSource {
  return { specifier: join(workspace.root, path), names: exportedNames(read(workspace, path)) }
}

function read({ root }: Workspace, path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
