/** What a log line may carry besides its sentence. `err` holds an error. */
export type LogFields = Readonly<Record<string, unknown>>

/**
 * Where an app writes its log lines: fields first, then the sentence. A pino logger is one as it is.
 *
 * @example
 * app.logger.warn({ userId: 7 }, 'Password is about to expire')
 */
export interface Logger {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
}

/**
 * The logger of an app that was given none: one line per entry on standard error, errors with their stack.
 *
 * Control characters in a message are escaped, so that a request cannot forge a line. Debug lines are dropped unless
 * `debug()` is true when they are written.
 */
export function consoleLogger(name: string, debug: () => boolean = () => false): Logger {
  const write =
    (level: string) =>
    (fields: LogFields, message: string): void => {
      const { err, ...rest } = fields
      const extra = Object.keys(rest).length > 0 ? ` ${safeStringify(rest)}` : ''
      const stack = err === undefined ? '' : `\n${describe(err)}`
      // oxlint-disable-next-line no-console -- this is the one place that writes to the console
      console.error(`${level} ${name}: ${escapeControls(message)}${extra}${stack}`)
    }
  const writeDebug = write('DEBUG')
  return {
    debug: (fields, message) => debug() && writeDebug(fields, message),
    info: write('INFO'),
    warn: write('WARN'),
    error: write('ERROR'),
  }
}

/** What can be said of anything that was thrown, without trusting its getters. */
export function describe(error: unknown): string {
  try {
    if (!(error instanceof Error)) return `Thrown: ${String(error)}`
    const cause = error.cause === undefined ? '' : `\n  caused by ${describe(error.cause)}`
    return `${error.stack ?? `${error.name}: ${error.message}`}${cause}`
  } catch {
    return 'Thrown: a value that cannot be described'
  }
}

function safeStringify(fields: LogFields): string {
  try {
    return JSON.stringify(fields)
  } catch {
    return '{}'
  }
}

function escapeControls(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\u2028\u2029]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
