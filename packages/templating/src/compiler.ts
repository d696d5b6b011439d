// oxlint-disable eslint/no-underscore-dangle -- the names that nunjucks gives the methods of its compiler
import { fail } from './errors.ts'
import {
  compiler as library,
  type FilterNode,
  type Frame,
  type IncludeNode,
  lib,
  type Node,
  type OutputNode,
  parser,
  transformer,
} from './nunjucks.js'
import type { RenderCallback } from './outcome.ts'
import type { Runtime } from './runtime.ts'

/**
 * A compiled piece of a template: its root or a block.
 *
 * @typeParam Context - What the names of a template are looked up in.
 */
export type Piece<Context> = (
  environment: object,
  context: Context,
  frame: Frame,
  runtime: Runtime,
  callback: RenderCallback,
) => void

/** A compiled template. */
export interface Program<Context> {
  readonly root: Piece<Context>
  /** By name. Has no prototype. */
  readonly blocks: Readonly<Record<string, Piece<Context>>>
}

/** How templates are read. */
export interface Syntax {
  /** Whether the line break behind a tag is dropped. */
  readonly trimBlocks: boolean
  /** Whether the blanks before a tag that begins a line are dropped. */
  readonly lstripBlocks: boolean
  /** Whether writing `undefined` or `null` is an error. */
  readonly strictUndefined: boolean
}

/**
 * Compiles a template. Its text must be the developer's: it becomes code.
 *
 * @param place - What errors call it.
 * @param asyncFilters - Names of the filters that are awaited.
 * @throws {@link MicroError} `TEMPLATE_SYNTAX`, with the line.
 */
export function compile<Context>(
  source: string,
  place: string,
  asyncFilters: readonly string[],
  syntax: Syntax,
): Program<Context> {
  try {
    return load(generate(source, place, asyncFilters, syntax))
  } catch (cause) {
    const line = cause instanceof lib.TemplateError ? cause.lineno : undefined
    const problem = cause instanceof Error ? cause.message : String(cause)
    throw fail(
      'TEMPLATE_SYNTAX',
      { place: line === undefined ? place : `${place}:${line}`, problem },
      { cause },
    )
  }
}

function generate(source: string, place: string, asyncFilters: readonly string[], syntax: Syntax): string {
  const compiler = new Compiler(place, asyncFilters, syntax)
  compiler.compile(transformer.transform(parser.parse(source, [], syntax), asyncFilters))
  return compiler.getCode()
}

/** What compiled code gives: its root, and `b_name` for each block. */
interface Compiled<Context> extends Readonly<Record<string, Piece<Context>>> {
  readonly root: Piece<Context>
}

function load<Context>(code: string): Program<Context> {
  // Templates are compiled to code; that is what nunjucks is. Their texts are the developer's, never a client's.
  // oxlint-disable-next-line typescript/no-implied-eval -- see above
  const { root, ...named }: Compiled<Context> = new Function(code)()
  const blocks: Record<string, Piece<Context>> = Object.create(null)
  for (const [name, piece] of Object.entries(named)) blocks[name.slice('b_'.length)] = piece
  return { root, blocks }
}

/**
 * The compiler of nunjucks with three changes: an error names the file and the line, a callback is called outside of
 * the callee's `try`, and what is captured by `set` is not escaped twice.
 */
class Compiler extends library.Compiler {
  /** How many macros and captures the piece at hand is in: their output is needed at once. */
  #atOnce = 0
  readonly #asyncFilters: readonly string[]

  constructor(place: string, asyncFilters: readonly string[], syntax: Syntax) {
    super(place, syntax.strictUndefined)
    this.#asyncFilters = asyncFilters
  }

  override _emitFuncBegin(node: Node, name: string): void {
    super._emitFuncBegin(node, name)
    this._emitLine('var outcome = runtime.outcomeOf(cb); cb = outcome.settle;')
  }

  override _emitFuncEnd(noReturn?: boolean): void {
    if (noReturn !== true) this._emitLine(`cb(null, ${this.buffer});`)
    this._closeScopeLevels()
    this._emitLine(`} catch (e) { cb(runtime.failure(e, ${JSON.stringify(this.templateName)}, lineno)); }`)
    this._emitLine('outcome.deliver();')
    this._emitLine('}')
    this.buffer = null
  }

  override compileOutput(node: OutputNode, frame: unknown): void {
    const written = node.children.find((child) => child.typename !== 'TemplateData')
    if (written !== undefined) this._emitLine(`lineno = ${written.lineno};`)
    super.compileOutput(node, frame)
  }

  override compileInclude(node: IncludeNode, frame: unknown): void {
    this._emitLine(`lineno = ${node.lineno};`)
    const template = this._compileGetTemplate(node, frame, false, node.ignoreMissing)
    this._addScopeLevel()
    const output = this._tmpid()
    this._emitLine(`${template}.render(context.getVariables(), frame, ${this._makeCallback(output)}`)
    this._emitLine(`${this.buffer} += ${output};`)
    this._addScopeLevel()
  }

  override compileCapture(node: Node, frame: unknown): void {
    this.#atOnce++
    this._emit('runtime.captured(')
    super.compileCapture(node, frame)
    this._emit(', env.opts.autoescape)')
    this.#atOnce--
  }

  override _compileMacro(node: Node, frame?: unknown): string {
    this.#atOnce++
    const id = super._compileMacro(node, frame)
    this.#atOnce--
    return id
  }

  override compileFilter(node: FilterNode, frame: unknown): void {
    // Those that can be awaited have become another kind of node by now.
    if (this.#asyncFilters.includes(node.name.value)) this.#refuseAsync(node)
    super.compileFilter(node, frame)
  }

  override compileFilterAsync(node: FilterNode, frame: unknown): void {
    if (this.#atOnce > 0) this.#refuseAsync(node)
    super.compileFilterAsync(node, frame)
  }

  #refuseAsync(node: FilterNode): never {
    const problem = `the async filter "${node.name.value}" cannot be awaited here`
    this.fail(
      `${problem}: set a variable by it first, outside of macros and blocks of set and call`,
      node.lineno,
      node.colno,
    )
  }
}
