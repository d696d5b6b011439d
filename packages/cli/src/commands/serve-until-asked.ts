import type { AppListener, CliApp, ListenAddress } from '../app/cli-app.ts'
import { StopSignals } from '../stop-signals.ts'

/**
 * Listens until this process is told to stop; then lets the requests under way finish, and stops the app. Told a second
 * time, it waits for nothing.
 *
 * @param say - Writes a line for the developer.
 * @param listening - Called when the app listens; the app is stopped when it fails.
 */
export async function serveUntilAsked(
  app: CliApp,
  address: ListenAddress,
  say: (line: string) => void,
  listening: (listener: AppListener) => Promise<unknown>,
): Promise<void> {
  using asked = new StopSignals()
  try {
    const listener = await Promise.race([app.listen(address), asked.second])
    if (listener === undefined) return
    say(`Running on ${listener.url} (Ctrl-C ends)`)
    await Promise.race([asked.first, failureOf(listening(listener))])
    const cut = (await Promise.race([listener.close(), asked.second])) ?? 0
    if (cut > 0) say(`Some requests took too long and were cut off: ${cut}.`)
  } finally {
    await Promise.race([app.stop(), asked.second])
  }
}

/** Fails when a promise does, and stays pending otherwise. */
async function failureOf(promise: Promise<unknown>): Promise<never> {
  await promise
  return new Promise(() => {})
}
