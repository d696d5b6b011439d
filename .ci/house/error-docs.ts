/**
 * Writes docs/errors.md, the page of all error codes, from the tables of the packages: `node .ci/house/error-docs.ts`.
 *
 * A table is what a package exports under a name that ends with `Errors`. Messages of errors link to the page by
 * `docs/errors.md#code`, so a heading is a code and nothing else.
 */
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { entriesOf } from './entries.ts'
import { plan } from './floors.config.ts'
import { openWorkspace, type Room } from './workspace.ts'

/** The words of one code, as core's `ErrorText` has them. */
interface ErrorText {
  readonly message: string
  readonly fix: string
}

/** The codes of one package. */
export interface ErrorSection {
  /** `@micro/core`. */
  readonly package: string
  readonly table: Readonly<Record<string, ErrorText>>
}

const root = join(import.meta.dirname, '../..')
/** Where the page is. */
export const page: string = join(root, 'docs/errors.md')

const HEAD = `# Errors

<!-- Written by \`node .ci/house/error-docs.ts\` from the tables of the packages: change the words there. -->

A mistake in how micro is used is a \`MicroError\`: its \`code\` never changes between minor versions, its message says what
happened and with which values, its \`fix\` what to do. Words in braces stand for such values. What a client did wrong is an
\`HttpError\` and has no page: see [handling errors](handling-errors.md).
`

/** The tables that the packages export, core's first. */
export async function collectErrors(): Promise<readonly ErrorSection[]> {
  const rooms = openWorkspace(root, plan).rooms.filter(({ path }) => path.startsWith('packages/'))
  const sections = await Promise.all(rooms.toSorted(coreFirst).map(errorsOf))
  return sections.flat()
}

/** The page, as it stands in the repository. @throws Error for a code that two packages have. */
export function errorPage(sections: readonly ErrorSection[]): string {
  const codes = sections.flatMap(({ table }) => Object.keys(table))
  const twice = codes.find((code, index) => codes.indexOf(code) !== index)
  if (twice !== undefined)
    throw new Error(`Two packages have the code ${twice}, and the page has one place for it.`)
  return [HEAD, ...sections.map(sectionText)].join('\n')
}

function coreFirst(one: Room, other: Room): number {
  return one.floor - other.floor || one.path.localeCompare(other.path)
}

async function errorsOf(room: Room): Promise<readonly ErrorSection[]> {
  const [entry] = entriesOf(room)
  if (entry === undefined) return []
  const exports: object = await import(pathToFileURL(join(root, entry.path)).href)
  return Object.entries(exports)
    .filter(([name, value]) => name.endsWith('Errors') && isTable(value))
    .map(([, table]) => ({ package: room.manifest.name ?? room.path, table }))
}

function isTable(value: unknown): value is ErrorSection['table'] {
  return typeof value === 'object' && value !== null && Object.values(value).every(isText)
}

function isText(value: unknown): value is ErrorText {
  return typeof value === 'object' && value !== null && 'message' in value && 'fix' in value
}

function sectionText({ package: name, table }: ErrorSection): string {
  return [`## \`${name}\`\n`, ...Object.entries(table).map(entryText)].join('\n')
}

function entryText([code, { message, fix }]: readonly [string, ErrorText]): string {
  return `### ${code}\n\n${escaped(message)}\n\n**Fix:** ${escaped(fix)}\n`
}

/** Texts of errors are read in a terminal: beside code between backticks, nothing in them means anything to Markdown. */
function escaped(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[\\`*<|~[\]]/g, '\\$&')))
    .join('')
}

if (import.meta.main) {
  registerHooks({
    // The packages as they are in the repository: nothing has to be built.
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: [...context.conditions, '@micro/source'] }),
  })
  writeFileSync(page, errorPage(await collectErrors()))
}
