import { fail } from './errors.ts'
import type { Piece } from './compiler.ts'
import type { Frame } from './nunjucks.js'
import type { RenderCallback } from './outcome.ts'
import type { Runtime } from './runtime.ts'

/** Names and their values. Has no prototype, or one that has none: nothing is found in it that was not put there. */
export type Variables = Record<string, unknown>

/** What a context asks of its surroundings. Filters of nunjucks itself reach it as `this.env`. */
export interface Surroundings {
  readonly opts: { readonly autoescape: boolean; readonly throwOnUndefined: boolean }
  /** A name that is known to every template; `undefined` when there is none. */
  global(name: string): unknown
  getTest(name: string): unknown
}

type Block = Piece<Context>

/** What the names of one template are looked up in while it is rendered. Compiled templates call its methods. */
export class Context {
  readonly env: Surroundings
  /** Includes that have not called back yet. */
  waiting = 0
  readonly #variables: Variables
  readonly #blocks: Record<string, Block[]> = Object.create(null)
  readonly #exported: string[] = []

  constructor(env: Surroundings, blocks: Readonly<Record<string, Block>>, variables: Variables) {
    this.env = env
    this.#variables = variables
    for (const name in blocks) this.addBlock(name, blocks[name])
  }

  lookup(name: string): unknown {
    return name in this.#variables ? this.#variables[name] : this.env.global(name)
  }

  setVariable(name: string, value: unknown): void {
    this.#variables[name] = value
  }

  /** For a template that is included: it hands on the context itself, see {@link Context.inner}. */
  getVariables(): this {
    return this
  }

  /** Variables of a template included here: it sees these, and what it sets stays its own. */
  inner(): Variables {
    return Object.create(this.#variables)
  }

  addBlock(name: string, block: Block | undefined): this {
    if (block !== undefined) (this.#blocks[name] ??= []).push(block)
    return this
  }

  getBlock(name: string): Block {
    return this.#blocks[name]?.[0] ?? unknownBlock(name)
  }

  getSuper(
    env: object,
    name: string,
    block: Block,
    frame: Frame,
    runtime: Runtime,
    callback: RenderCallback,
  ): void {
    const blocks = this.#blocks[name] ?? []
    const outer = blocks[blocks.indexOf(block) + 1] ?? unknownBlock(name)
    outer(env, this, frame, runtime, callback)
  }

  addExport(name: string): void {
    this.#exported.push(name)
  }

  /** What `import` gives: macros and variables by name. */
  getExported(): Variables {
    const exported: Variables = Object.create(null)
    for (const name of this.#exported) exported[name] = this.#variables[name]
    return exported
  }
}

function unknownBlock(name: string): never {
  throw fail('TEMPLATE_UNKNOWN', {
    kind: 'block',
    name,
    hint: '`super()` needs a block of this name in the template that is extended.',
  })
}
