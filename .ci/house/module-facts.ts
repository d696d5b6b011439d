import { parseSync, Visitor, type Node } from 'oxc-parser'

/** A place in a file where it names another module. */
export interface ImportSite {
  /** As written; `undefined` when it is computed, so that nobody can follow it. */
  readonly specifier: string | undefined
  /** Counted from 1. */
  readonly line: number
  /** Whether nothing of it is left at run time. */
  readonly typeOnly: boolean
}

/** What the rules want to know of one source file. */
export interface ModuleFacts {
  /** In the order they stand: static, dynamic and type imports, `export … from`, `require`, `getBuiltinModule`. */
  readonly imports: readonly ImportSite[]
  /** Lines of `export *`. */
  readonly starExports: readonly number[]
  /** Lines of `declare module` and `declare global`. */
  readonly ambient: readonly number[]
  /** Where the file does not parse, in the parser's words. */
  readonly syntaxErrors: readonly { readonly line: number; readonly message: string }[]
}

/** Reads what a source file imports and declares. Does not follow anything. */
export function moduleFacts(path: string, text: string): ModuleFacts {
  const { program, errors } = parseSync(path, text)
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length
  const imports: ImportSite[] = []
  const starExports: number[] = []
  const ambient: number[] = []
  const add = (node: Node, specifier: string | undefined, typeOnly = false): void => {
    imports.push({ specifier, line: lineOf(node.start), typeOnly })
  }

  new Visitor({
    ImportDeclaration(node) {
      add(node, node.source.value, node.importKind === 'type')
    },
    ExportNamedDeclaration(node) {
      if (node.source) add(node, node.source.value, node.exportKind === 'type')
    },
    ExportAllDeclaration(node) {
      starExports.push(lineOf(node.start))
      add(node, node.source.value, node.exportKind === 'type')
    },
    ImportExpression(node) {
      add(node, constantText(node.source))
    },
    TSImportType(node) {
      add(node, node.source.value, true)
    },
    TSExternalModuleReference(node) {
      add(node, node.expression.value)
    },
    CallExpression(node) {
      if (loadsModule(node.callee)) add(node, constantText(node.arguments[0]))
    },
    TSModuleDeclaration(node) {
      if (node.kind !== 'namespace') ambient.push(lineOf(node.start))
    },
  }).visit(program)

  return {
    imports: imports.toSorted((one, other) => one.line - other.line),
    starExports,
    ambient,
    syntaxErrors: errors.map(({ message, labels }) => ({ line: lineOf(labels[0]?.start ?? 0), message })),
  }
}

/** `require('x')` and `process.getBuiltinModule('x')` are imports by another name. */
function loadsModule(callee: Node): boolean {
  if (callee.type === 'Identifier') return callee.name === 'require'
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return false
  return callee.property.name === 'getBuiltinModule'
}

/** The text of a literal; `undefined` for anything that has to be computed. */
function constantText(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined
  return undefined
}
