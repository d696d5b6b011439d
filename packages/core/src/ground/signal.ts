import { type Logger, writeLog } from './logger.ts'
import { isPromise } from './promise.ts'

/**
 * Something that happens in an app, of which others can be told: by {@link Signals.on}.
 *
 * @typeParam Payload - What is said about it.
 */
export interface Signal<Payload> {
  /** For people: log lines. */
  readonly name: string
  /** Never set: it only carries the type. */
  readonly '~type'?: (payload: Payload) => Payload
}

/**
 * Declares a signal. Identity is the object, not the name.
 *
 * @example
 * const orderPlaced = defineSignal<{ id: number }>('order-placed')
 * app.on(orderPlaced, ({ id }) => console.log(`order ${id}`))
 * app.emit(orderPlaced, { id: 7 })
 */
export function defineSignal<Payload>(name: string): Signal<Payload> {
  return Object.freeze({ name })
}

/** Is told of a signal. What it returns is ignored; what it throws is logged, and nobody else notices. */
export type Receiver<Payload> = (payload: Payload) => unknown

/** Method syntax: the type of a payload is known by its signal alone. */
interface Receiving {
  receive(payload: unknown): unknown
}

/**
 * Who is told of what, for one app. Telling is synchronous, in the order of connecting: a receiver cannot change or hold up what it is told of; that
 * is what hooks are for. A promise that it returns is not waited for.
 */
export class Signals {
  readonly #receivers = new Map<object, Set<Receiving>>()
  readonly #logger: Pick<Logger, 'error'>

  constructor(logger: Pick<Logger, 'error'>) {
    this.#logger = logger
  }

  /** Whether nobody is told of anything. */
  get quiet(): boolean {
    return this.#receivers.size === 0
  }

  /** Connects a receiver, until what is returned is disposed: `using heard = app.on(…)`. */
  on<Payload>(signal: Signal<Payload>, receiver: Receiver<Payload>): Disposable {
    const receiving: Receiving = { receive: receiver }
    const all = this.#receivers.get(signal) ?? new Set()
    this.#receivers.set(signal, all.add(receiving))
    return {
      [Symbol.dispose]: () => {
        all.delete(receiving)
        if (all.size === 0 && this.#receivers.get(signal) === all) this.#receivers.delete(signal)
      },
    }
  }

  /** Tells every receiver. */
  emit<Payload>(signal: Signal<Payload>, payload: Payload): void {
    // A copy: who is connected by one of them hears the next one.
    for (const receiving of Array.from(this.#receivers.get(signal) ?? []))
      this.#tell(signal, receiving, payload)
  }

  #tell({ name }: { readonly name: string }, receiving: Receiving, payload: unknown): void {
    const report = (err: unknown): void =>
      writeLog(this.#logger, 'error', { err }, `A receiver of the signal "${name}" failed`)
    try {
      const pending = receiving.receive(payload)
      if (isPromise(pending)) pending.then(undefined, report)
    } catch (err) {
      report(err)
    }
  }
}
