import { parseSync, Visitor, type BindingPattern, type Program } from 'oxc-parser'
import type { ExportedName } from '../exported-names.ts'
import type { Example } from './example.ts'

/** Where an example may take names from: what stands after `from`, and the names there. */
export interface NameSource {
  readonly specifier: string
  readonly names: readonly ExportedName[]
}

/**
 * Takes the `@example` blocks out of the doc comments of a source file. They are compiled, not run.
 *
 * The names that an example uses and does not declare are imported for it, from the first of the name sources that has
 * them; the others are mistakes for the compiler to find. An example that returns is the inside of a handler.
 *
 * @param source - The file, from the repository's root.
 */
export function docExamples(
  source: string,
  text: string,
  nameSources: readonly NameSource[],
): readonly Example[] {
  return parseSync(source, text)
    .comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'))
    .flatMap(({ value, start }) => examplesIn(value, text.slice(0, start).split('\n').length))
    .map(({ line, code }) => ({
      source,
      line,
      code: RETURNS.test(code) ? `{ async function handler() { ${code}\n} void handler }` : code,
      setup: importsFor(code, nameSources),
      file: `${source}/line-${line}.ts`,
      compiled: true,
      run: false,
    }))
}

/** A `return` where a statement may begin. */
const RETURNS = /^(if \(.*\) )?return\b/m

function examplesIn(comment: string, firstLine: number): readonly Pick<Example, 'line' | 'code'>[] {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, ''))
  return lines.flatMap((line, at) => {
    if (!line.startsWith('@example')) return []
    const rest = lines.slice(at + 1)
    const end = rest.findIndex((next) => /^@\w/.test(next))
    const code = [line.slice('@example'.length), ...rest.slice(0, end < 0 ? rest.length : end)]
    return [
      {
        line: firstLine + at,
        code: code
          .filter((one) => !one.startsWith('```'))
          .join('\n')
          .trimEnd(),
      },
    ]
  })
}

function importsFor(code: string, nameSources: readonly NameSource[]): string {
  const { program } = parseSync('example.ts', code)
  const declared = declaredNames(program)
  const wanted = new Set([...usedNames(program)].filter((name) => !declared.has(name)))
  const imports = nameSources.map(({ specifier, names }) => {
    const taken = names.filter(({ name }) => wanted.delete(name))
    return taken.length === 0 ? '' : `import { ${taken.map(importOf).join(', ')} } from '${specifier}'\n`
  })
  return imports.join('')
}

function importOf({ name, typeOnly }: ExportedName): string {
  return typeOnly ? `type ${name}` : name
}

/** Every identifier. Names of properties are among them, which does no harm. */
function usedNames(program: Program): Set<string> {
  const names = new Set<string>()
  new Visitor({ Identifier: ({ name }) => void names.add(name) }).visit(program)
  return names
}

/** What the top level declares: an import of the same name would clash. */
function declaredNames({ body }: Program): Set<string> {
  return new Set(
    body.flatMap((statement) => {
      const node =
        statement.type === 'ExportNamedDeclaration' ? (statement.declaration ?? statement) : statement
      if (node.type === 'ImportDeclaration') return node.specifiers.map(({ local }) => local.name)
      if (node.type === 'VariableDeclaration') return node.declarations.flatMap(({ id }) => boundNames(id))
      return 'id' in node && node.id?.type === 'Identifier' ? [node.id.name] : []
    }),
  )
}

function boundNames(pattern: BindingPattern): readonly string[] {
  if (pattern.type === 'Identifier') return [pattern.name]
  if (pattern.type === 'AssignmentPattern') return boundNames(pattern.left)
  if (pattern.type === 'ArrayPattern') {
    return pattern.elements.flatMap((element) =>
      element ? boundNames(element.type === 'RestElement' ? element.argument : element) : [],
    )
  }
  return pattern.properties.flatMap((part) =>
    boundNames(part.type === 'RestElement' ? part.argument : part.value),
  )
}
