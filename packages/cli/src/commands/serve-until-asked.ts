import type { AppListener, CliApp, ListenAddress } from '../app/cli-app.ts'
import { errorReport } from '../error-report.ts'
import { StopSignals } from '../stop-signals.ts'
import { StrayErrors } from '../stray-errors.ts'

/**
 * Listens until this process is told to stop; then lets the requests under way finish, and stops the app. Told a second
 * time, it waits for nothing. An error that nobody caught is told and ends it as well.
 *
 * @param say - Writes a line for the developer.
 * @param listening - Called when the app listens; the app is stopped when it fails.
 * @returns Whether it ended by an error that nobody caught.
 */
export async function serveUntilAsked(
  app: CliApp,
  address: ListenAddress,
  say: (line: string) => void,
  listening: (listener: AppListener) => Promise<unknown>,
): Promise<boolean> {
  using asked = new StopSignals()
  using stray = new StrayErrors((error) => say(`Nobody caught an error: ${errorReport(error, true)}`))
  try {
    const listener = await Promise.race([app.listen(address), asked.second])
    if (listener === undefined) return false
    say(`Running on ${listener.url} (Ctrl-C ends)`)
    const reason = await Promise.race([asked.first, stray.first, failureOf(listening(listener))])
    const cut = (await Promise.race([listener.close(), asked.second])) ?? 0
    if (cut > 0) say(`Some requests took too long and were cut off: ${cut}.`)
    return reason === 'fault'
  } finally {
    await Promise.race([app.stop(), asked.second])
  }
}

/** Fails when a promise does, and stays pending otherwise. */
async function failureOf(promise: Promise<unknown>): Promise<never> {
  await promise
  return new Promise(() => {})
}
