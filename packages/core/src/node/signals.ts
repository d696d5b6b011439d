import type { EndReason } from '../pipeline/platform.ts'

/**
 * Settled by the first SIGINT or SIGTERM, or by the first error that nobody caught; a signal after that ends the process at once.
 *
 * @param report - Told of each error that nobody caught.
 */
export function untilAskedToEnd(report: (fault: unknown) => void): Promise<EndReason> {
  return new Promise((resolve) => {
    let asked = false
    const onSignal = (): void => {
      if (asked) process.exit(1)
      asked = true
      resolve('signal')
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
    // A rejected promise that nobody waits for comes here as well, unless the process was started otherwise.
    process.on('uncaughtException', (fault: unknown) => {
      asked = true
      report(fault)
      resolve('fault')
    })
  })
}

/** Ends the process, whatever keeps it alive. */
export function exit(code: number): void {
  process.exit(code)
}
