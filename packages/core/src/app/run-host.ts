import type { RunningApp } from '../context/running-app.ts'
import type { Listener, ListenOptions } from '../pipeline/platform.ts'

/** Takes over `app.run()`: a command line that decides itself whether and where an app is served. */
export type RunHost = (app: RunningApp, options: ListenOptions) => Promise<Listener>

/**
 * Who runs apps in this process, if anybody does: a function under `Symbol.for('micro.run')` on the global object. A
 * symbol and not an environment variable: a program that the app starts must not inherit it.
 */
export function runHost(): RunHost | undefined {
  const host: unknown = Reflect.get(globalThis, Symbol.for('micro.run'))
  return isRunHost(host) ? host : undefined
}

function isRunHost(value: unknown): value is RunHost {
  return typeof value === 'function'
}
