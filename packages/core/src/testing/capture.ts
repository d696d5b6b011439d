import type { RunningApp } from '../context/running-app.ts'
import type { Signal } from '../ground/signal.ts'

/** What was heard of a signal so far. */
export interface Captured<Payload> extends Disposable {
  /** First to last. */
  readonly payloads: readonly Payload[]
}

/**
 * Writes down what an app says by a signal, until it is disposed.
 *
 * @example
 * using rendered = capture(app, templateRendered)
 * await testClient(app).get('/')
 * console.log(rendered.payloads.map(({ template, values }) => [template, Object.keys(values)]))
 */
export function capture<Payload>(app: Pick<RunningApp, 'on'>, signal: Signal<Payload>): Captured<Payload> {
  const payloads: Payload[] = []
  const connection = app.on(signal, (payload) => payloads.push(payload))
  return { payloads, [Symbol.dispose]: () => connection[Symbol.dispose]() }
}
