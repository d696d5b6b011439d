import { writeLog } from '../ground/logger.ts'
import { gotRequestException } from '../context/signals.ts'
import type { Visit } from './visit.ts'

/**
 * Logs an error that nobody expected and remembers it for the teardown hooks. That a client left is nothing to look into, and so
 * is not what was stopped because of it.
 */
export function report(visit: Visit, err: unknown): void {
  const { request, endpoint } = visit.c
  const { app, signals } = visit.plan
  visit.failure = err
  if (request.isReason(err))
    return writeLog(app.logger, 'info', { endpoint }, `The client left: ${request.path} [${request.method}]`)
  writeLog(app.logger, 'error', { err, endpoint }, `Exception on ${request.path} [${request.method}]`)
  if (!signals.quiet) signals.emit(gotRequestException, { c: visit.c, error: err })
}
