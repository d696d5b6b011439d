/** A piece of a parsed template. Lines and columns count from 0. */
export interface Node {
  readonly typename: string
  readonly lineno: number
  readonly colno: number
}

/** What is written: texts and expressions. */
export interface OutputNode extends Node {
  readonly children: readonly Node[]
}

export interface FilterNode extends Node {
  readonly name: { readonly value: string }
}

export interface IncludeNode extends Node {
  readonly ignoreMissing: boolean
}

/** The names of one block of a template, and of those around it. */
export interface Frame {
  topLevel: boolean
  push(isolateWrites?: boolean): Frame
}

/** A text that is HTML already. */
export interface SafeString {
  readonly length: number
  toString(): string
}

declare class Compiler {
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
  compileFilter(node: FilterNode, frame: unknown): void
  compileFilterAsync(node: FilterNode, frame: unknown): void
  compileInclude(node: IncludeNode, frame: unknown): void
  compileOutput(node: OutputNode, frame: unknown): void
}

declare const compiler: { readonly Compiler: typeof Compiler }

declare const filters: Readonly<Record<string, (this: unknown, ...args: unknown[]) => unknown>>

declare const globals: () => Readonly<Record<string, unknown>>

declare const lib: {
  escape(text: string): string
  /** What parsing and compiling throw. */
  readonly TemplateError: new (message: string) => Error & { readonly lineno?: number }
}

declare const parser: {
  parse(
    source: string,
    extensions: readonly never[],
    options: { readonly trimBlocks: boolean; readonly lstripBlocks: boolean },
  ): Node
}

declare const runtime: {
  readonly Frame: new () => Frame
  readonly SafeString: new (text: string) => SafeString
  readonly [name: string]: unknown
}

declare const tests: Readonly<Record<string, (this: unknown, ...args: unknown[]) => unknown>>

declare const transformer: { transform(tree: Node, asyncFilters: readonly string[]): Node }

export { compiler, filters, globals, lib, parser, runtime, tests, transformer }
