import { relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { findAppFile } from './app-file.ts'
import { parseAppTarget } from './app-target.ts'
import type { CliApp, ListenAddress } from './cli-app.ts'
import { type Exports, exportedApp } from './exported-app.ts'
import type { CapturedRun, RunCapture } from './run-capture.ts'

/** An app with what its own file says about running it. */
export interface LoadedApp {
  readonly app: CliApp
  /** What the file gave to `app.run()`. */
  readonly address: ListenAddress
  /** Settles when the file has been run to its end: what comes after its `await app.run()` comes after the app listens. */
  readonly loaded: Promise<unknown>
}

/** How long a file that exports no app may take after it is loaded until it calls `app.run()`, in milliseconds. */
const GRACE = 1_000

/**
 * Imports the file of an app and finds the app in it: by its exports, or by the call of `app.run()` that it makes.
 *
 * What the file throws while it is loaded is passed on as it is.
 *
 * @param target - As given to `--app`. Default: the usual places.
 * @throws {@link MicroError} a code of this package that begins with `APP_`.
 */
export async function loadApp(folder: string, target: string, capture: RunCapture): Promise<LoadedApp> {
  const wanted = parseAppTarget(target)
  const path = findAppFile(folder, wanted.file)
  const loaded: Promise<Exports> = import(pathToFileURL(path).href)
  // It is heard of below, or by who awaits it.
  loaded.catch(() => {})
  const exported = loaded.then(async (exports) => ({
    app: await exportedApp(relative(folder, path), exports, wanted),
  }))
  const found: FoundApp = await Promise.race([
    exported.catch((error: unknown) => lateRun(error, capture)),
    capture.first,
  ])
  return { address: {}, ...found, loaded }
}

type FoundApp = Pick<LoadedApp, 'app'> & Partial<CapturedRun>

/** A file such as `async function main() { … await app.run() }; main()` runs its app after it is loaded. */
async function lateRun(problem: unknown, capture: RunCapture): Promise<CapturedRun> {
  const isMissing = problem instanceof Error && 'code' in problem && problem.code === 'APP_NOT_EXPORTED'
  const late = isMissing ? await Promise.race([capture.first, delay(GRACE)]) : undefined
  if (late === undefined) throw problem
  return late
}
