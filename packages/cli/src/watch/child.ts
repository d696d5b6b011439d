import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** What a watched process tells the one that watches it: it uses this file. */
export interface FileReport {
  readonly file: string
}

/** Ends this process as a signal would when the one that watches it lets go of it, or is gone. */
export function followParent(): void {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}

/** Tells the watching process of a file that the app depends on. */
export function reportFile(file: string): Promise<void> {
  const report: FileReport = { file }
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve()
    else process.send(report, undefined, undefined, () => resolve())
  })
}

/**
 * Tells the watching process of every module that is loaded from now on, except those of installed packages.
 *
 * @returns Waits until all that was told has left: a process that ends at once would take it along.
 */
export function reportModules(): () => Promise<void> {
  let last = Promise.resolve()
  registerHooks({
    load(url, context, nextLoad) {
      if (url.startsWith('file:') && !url.includes('/node_modules/')) last = reportFile(fileURLToPath(url))
      return nextLoad(url, context)
    },
  })
  return () => last
}
