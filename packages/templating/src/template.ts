import type { Piece, Program } from './compiler.ts'
import { Context, type Surroundings, type Variables } from './context.ts'
import { fail } from './errors.ts'
import { failure } from './failure.ts'
import { type Frame, runtime as library } from './nunjucks.js'
import type { RenderCallback } from './outcome.ts'
import { runtime } from './runtime.ts'

/** Takes what a template exports. */
type ExportCallback = (error: unknown, exported?: Variables) => void

/** A compiled template in its environment. Those that include, extend or import it call the methods with a callback. */
export class Template {
  readonly name: string
  /** Called by templates that extend this one. */
  readonly rootRenderFunc: Piece<Context>
  readonly blocks: Readonly<Record<string, Piece<Context>>>
  readonly #place: string
  readonly #environment: Surroundings

  constructor(name: string, place: string, program: Program<Context>, environment: Surroundings) {
    this.name = name
    this.#place = place
    this.rootRenderFunc = program.root
    this.blocks = program.blocks
    this.#environment = environment
  }

  /** Renders a whole page. */
  page(variables: Variables): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#run(new Context(this.#environment, this.blocks, variables), topFrame(), (error, output) => {
        if (isError(error)) reject(error)
        else resolve(output ?? '')
      })
    })
  }

  /** Renders what another template includes. */
  render(includer: Context, frame: Frame, callback: RenderCallback): void {
    includer.waiting++
    this.#run(
      new Context(this.#environment, this.blocks, includer.inner()),
      topFrame(frame.push(true)),
      (error, output) => {
        includer.waiting--
        callback(error, output)
      },
    )
  }

  /** Gives what another template imports; with its names if it says `with context`. */
  getExported(...args: readonly [ExportCallback] | readonly [Context, Frame, ExportCallback]): void {
    const [importer, frame, callback] = args.length === 1 ? [undefined, undefined, args[0]] : args
    const context = new Context(this.#environment, this.blocks, importer?.inner() ?? Object.create(null))
    this.#run(context, topFrame(frame?.push()), (error) => {
      if (isError(error)) callback(error)
      else callback(null, context.getExported())
    })
  }

  #run(context: Context, frame: Frame, callback: RenderCallback): void {
    this.rootRenderFunc(this.#environment, context, frame, runtime, (error, output) => {
      if (isError(error)) callback(failure(error, this.#place, undefined))
      // A loop, a macro or a capture did not wait for what it includes, so its output is not in the page.
      else if (context.waiting > 0) callback(fail('TEMPLATE_ORDER', { name: this.name }))
      else callback(null, output)
    })
  }
}

function isError(error: unknown): boolean {
  return error !== undefined && error !== null
}

function topFrame(frame: Frame = new library.Frame()): Frame {
  frame.topLevel = true
  return frame
}
