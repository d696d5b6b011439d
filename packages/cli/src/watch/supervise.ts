import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StopSignals } from '../stop-signals.ts'
import { WatchedFiles } from './watched-files.ts'

/** Changes that follow one another this closely are one, in milliseconds. */
const QUIET = 100
/** How long the app may take to stop before it is killed, in milliseconds. */
const STOP_DEADLINE = 5_000

/**
 * Keeps a process running and starts it anew when one of the files that it reports changes, until this process is told
 * to stop. A process that ended by itself is started at the next change.
 *
 * @param say - Writes a line for the developer.
 * @returns The exit code.
 */
export async function supervise(start: () => ChildProcess, say: (line: string) => void): Promise<number> {
  using files = new WatchedFiles()
  using stop = new StopSignals()
  for (;;) {
    const child = start()
    child.on('message', (message) => addReported(files, message))
    const exit = once(child, 'exit')
    const change = files.next()
    const ended = exit.then(() => undefined)
    let changed = await Promise.race([change, ended, stop.first])
    if (changed === undefined && !stop.received) {
      say('The app has ended. It starts again when one of its files changes.')
      changed = await Promise.race([change, stop.first])
    }
    await Promise.race([changed === undefined ? undefined : delay(QUIET), stop.first])
    await end(child, exit, stop)
    if (changed === undefined || stop.received) return 0
    say(`${basename(changed)} has changed: starting again.`)
  }
}

function addReported(files: WatchedFiles, message: unknown): void {
  if (typeof message === 'object' && message !== null && 'file' in message) files.add(String(message.file))
}

/** Lets go of the process, which ends it in peace; in time, or by force. */
async function end(child: ChildProcess, exit: Promise<unknown>, stop: StopSignals): Promise<void> {
  if (child.connected) child.disconnect()
  const timeout = new AbortController()
  const late = delay(STOP_DEADLINE, undefined, { signal: timeout.signal }).catch(() => {})
  void Promise.race([late, stop.second]).then(() => child.kill('SIGKILL'))
  await exit
  timeout.abort()
}
