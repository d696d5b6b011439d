import { type Logger, writeLog } from '../ground/logger.ts'
import type { Listener } from '../pipeline/platform.ts'
import { platform } from './platform.ts'

/** What is told, and stopped, at the end. */
interface Running {
  readonly logger: Logger
  stop(): Promise<void>
}

/** Waits until the process is asked to end, or nobody caught an error; then lets the requests under way finish, and stops the app. */
export async function runUntilAsked(app: Running, listener: Listener): Promise<void> {
  const { exit, untilAskedToEnd } = await platform()
  const reason = await untilAskedToEnd((err) =>
    writeLog(app.logger, 'error', { err }, 'Nobody caught an error: the app ends when its requests are done'),
  )
  writeLog(app.logger, 'info', {}, 'Closing: requests under way may finish (Ctrl-C again ends at once)')
  const cut = await listener.close()
  if (cut > 0) writeLog(app.logger, 'warn', { cut }, 'Some requests took too long and were cut off')
  await app.stop()
  if (reason === 'fault') exit(1)
}
