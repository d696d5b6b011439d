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
  /** Lets the file go on after its `await app.run()`, and waits for its end. */
  finish(): Promise<void>
}

/** How long a file without exports may take after it is loaded until it calls `app.run()`, in milliseconds. */
const GRACE = 1_000

/**
 * Imports the file of an app and finds the app in it: by its exports, or by the call of `app.run()` that it makes.
 *
 * What the file throws while it is loaded is passed on as it is.
 *
 * @param target - As given to `--app`. Default: the usual places.
 * @throws {@link MicroError} a code of this package that begins with `APP_`.
 */
export async function loadApp(folder: string, target: string | undefined, capture: RunCapture): Promise<LoadedApp> {
  const wanted = parseAppTarget(target ?? '')
  const path = findAppFile(folder, wanted.file === '' ? undefined : wanted.file)
  const file = relative(folder, path)
  const importing: Promise<Exports> = import(pathToFileURL(path).href)
  const first = await Promise.race([
    importing.then((exports) => ({ exports })),
    capture.first.then((captured) => ({ captured })),
  ])
  if ('captured' in first) return fromRun(first.captured, importing)
  try {
    return { app: await exportedApp(file, first.exports, wanted), address: {}, finish: async () => {} }
  } catch (error) {
    const late = await lateRun(error, capture)
    if (late === undefined) throw error
    return fromRun(late, importing)
  }
}

function fromRun({ app, address, end }: CapturedRun, importing: Promise<Exports>): LoadedApp {
  // Nobody may ever finish it; who does hears of its failure.
  importing.catch(() => {})
  const finish = async (): Promise<void> => {
    end()
    await importing
  }
  return { app, address, finish }
}

/** A file such as `async function main() { … await app.run() }; main()` runs its app after it is loaded. */
async function lateRun(error: unknown, capture: RunCapture): Promise<CapturedRun | undefined> {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'APP_NOT_EXPORTED'
  return isMissing ? Promise.race([capture.first, delay(GRACE, undefined)]) : undefined
}
