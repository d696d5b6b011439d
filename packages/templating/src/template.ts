import library, { type Frame } from 'nunjucks/src/runtime.js'
import type { Piece, Program } from './compiler.ts'
import { Context, type Surroundings, type Variables } from './context.ts'
import { fail } from './errors.ts'
import type { RenderCallback } from './outcome.ts'
import { runtime } from './runtime.ts'

/** A compiled template in its environment. Those that include, extend or import it call the methods with a callback. */
export class Template {
  readonly name: string
  /** Called by templates that extend this one. */
  readonly rootRenderFunc: Piece<Context>
  readonly blocks: Readonly<Record<string, Piece<Context>>>
  readonly #environment: Surroundings

  constructor(name: string, program: Program<Context>, environment: Surroundings) {
    this.name = name
    this.rootRenderFunc = program.root
    this.blocks = program.blocks
    this.#environment = environment
  }

  /** Renders a whole page. */
  page(variables: Variables): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#run(new Context(this.#environment, this.blocks, variables), topFrame(), (error, output) => {
        if (error === undefined || error === null) resolve(output ?? '')
        else reject(error)
      })
    })
  }

  /** Renders what another template includes. */
  render(includer: Context, frame: Frame, callback: RenderCallback): void {
    includer.waiting++
    this.#run(new Context(this.#environment, this.blocks, includer.inner()), topFrame(frame.push(true)), (error, output) => {
      includer.waiting--
      callback(error, output)
    })
  }

  /** Gives what another template imports; with its names if it says `with context`. */
  getExported(...args: readonly [RenderCallback] | readonly [Context, Frame, RenderCallback]): void {
    const [importer, frame, callback] = args.length === 1 ? [undefined, undefined, args[0]] : args
    const context = new Context(this.#environment, this.blocks, importer?.inner() ?? Object.create(null))
    this.#run(context, topFrame(frame?.push()), (error) => {
      if (error === undefined || error === null) callback(null, context.getExported())
      else callback(error)
    })
  }

  #run(context: Context, frame: Frame, callback: RenderCallback): void {
    this.rootRenderFunc(this.#environment, context, frame, runtime, (error, output) => {
      // A loop, a macro or a capture did not wait for what it includes, so its output is not in the page.
      const lost = context.waiting > 0 && (error === undefined || error === null)
      callback(lost ? fail('TEMPLATE_ORDER', { name: this.name }) : error, output)
    })
  }
}

function topFrame(frame: Frame = new library.Frame()): Frame {
  frame.topLevel = true
  return frame
}
