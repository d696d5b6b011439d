// The parts of nunjucks that this package stands on, typed by what is used of them. Its own entry is left out: that
// reads folders, watches files and keeps a global environment.

declare module 'nunjucks/src/nodes.js' {
  /** A piece of a parsed template. Lines and columns count from 0. */
  export interface Node {
    readonly typename: string
    readonly lineno: number
    readonly colno: number
  }
  export interface Parent extends Node {
    readonly children: readonly Node[]
  }
}

declare module 'nunjucks/src/compiler.js' {
  import type { Node, Parent } from 'nunjucks/src/nodes.js'

  class Compiler {
    constructor(templateName: string, throwOnUndefined: boolean)
    readonly templateName: string
    /** Name of the variable that the output is collected in. */
    buffer: string | null
    compile(node: Node, frame?: unknown): void
    getCode(): string
    fail(message: string, line?: number, column?: number): never
    _emit(code: string): void
    _emitLine(code: string): void
    _emitFuncBegin(node: Node, name: string): void
    _emitFuncEnd(noReturn?: boolean): void
    _closeScopeLevels(): void
    _addScopeLevel(): void
    _tmpid(): string
    _makeCallback(result?: string): string
    _compileGetTemplate(node: Node, frame: unknown, eagerCompile: boolean, ignoreMissing: boolean): string
    _compileMacro(node: Node, frame?: unknown): string
    compileCapture(node: Node, frame: unknown): void
    compileFilterAsync(node: Node, frame: unknown): void
    compileInclude(node: Node & { readonly ignoreMissing: boolean }, frame: unknown): void
    compileOutput(node: Parent, frame: unknown): void
  }
  const library: { readonly Compiler: typeof Compiler }
  export default library
}

declare module 'nunjucks/src/parser.js' {
  import type { Node } from 'nunjucks/src/nodes.js'
  const library: {
    parse(
      source: string,
      extensions: readonly never[],
      options: { readonly trimBlocks: boolean; readonly lstripBlocks: boolean },
    ): Node
  }
  export default library
}

declare module 'nunjucks/src/transformer.js' {
  import type { Node } from 'nunjucks/src/nodes.js'
  const library: { transform(tree: Node, asyncFilters: readonly string[]): Node }
  export default library
}

declare module 'nunjucks/src/runtime.js' {
  /** The names of one block of a template, and of those around it. */
  class Frame {
    topLevel: boolean
    push(isolateWrites?: boolean): Frame
    set(name: string, value: unknown): void
  }
  /** A text that is HTML already. */
  class SafeString {
    constructor(text: string)
    readonly length: number
    toString(): string
  }
  const library: {
    readonly Frame: typeof Frame
    readonly SafeString: typeof SafeString
    readonly [name: string]: unknown
  }
  export type { Frame, SafeString }
  export default library
}

declare module 'nunjucks/src/lib.js' {
  const library: {
    escape(text: string): string
    /** What parsing and compiling throw. */
    readonly TemplateError: new (message: string) => Error & { readonly lineno?: number }
  }
  export default library
}

declare module 'nunjucks/src/filters.js' {
  const filters: Readonly<Record<string, (this: unknown, ...args: unknown[]) => unknown>>
  export default filters
}

declare module 'nunjucks/src/tests.js' {
  const tests: Readonly<Record<string, (this: unknown, ...args: unknown[]) => unknown>>
  export default tests
}

declare module 'nunjucks/src/globals.js' {
  const globals: () => Readonly<Record<string, unknown>>
  export default globals
}
