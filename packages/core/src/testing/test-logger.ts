import type { LogFields, Logger } from '../ground/logger.ts'

/** One log line. */
export interface LogLine {
  readonly level: keyof Logger
  readonly message: string
  readonly fields: LogFields
}

/** A logger that writes nothing and keeps everything. */
export interface TestLogger extends Logger {
  /** First to last. */
  readonly lines: readonly LogLine[]
}

/**
 * Makes a logger for a test to look into.
 *
 * @example
 * const logger = testLogger()
 * const app = new App({ logger })
 * app.logger.warn({ userId: 7 }, 'Slow down')
 * console.log(logger.lines) // [{ level: 'warn', message: 'Slow down', fields: { userId: 7 } }]
 */
export function testLogger(): TestLogger {
  const lines: LogLine[] = []
  const write = (level: keyof Logger) => (fields: LogFields, message: string) =>
    void lines.push({ level, message, fields })
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
