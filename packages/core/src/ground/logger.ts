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
 * Control characters are escaped and the lines of a stack indented, so that a request cannot forge an entry: whatever it
 * gets into a message, an entry begins at the first column and nothing of it does. Debug lines are dropped unless `debug()`
 * is true when they are written.
 *
 * @example
 * const logger = consoleLogger('shop')
 * logger.info({ orders: 3 }, 'Ready') // INFO shop: Ready {"orders":3}
 */
export function consoleLogger(name: string, debug: () => boolean = () => false): Logger {
  const write =
    (level: string) =>
    (fields: LogFields, message: string): void => {
      const { err, ...rest } = fields
      const extra = Object.keys(rest).length > 0 ? ` ${safeStringify(rest)}` : ''
      const stack = err === undefined ? '' : `\n${indented(describe(err))}`
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

/**
 * Writes a line of micro's own. A logger that throws (its transport has died, an error would not be written) must not take the process
 * down, nor keep what was opened for a request from being closed: then the line goes to standard error, with what the logger threw.
 *
 * @example
 * writeLog(app.logger, 'warn', { cut: 3 }, 'Some requests were cut off')
 */
export function writeLog(
  logger: Partial<Logger>,
  level: keyof Logger,
  fields: LogFields,
  message: string,
): void {
  try {
    logger[level]?.(fields, message)
  } catch (failure) {
    const { err } = fields
    const lost = consoleLogger('micro')
    if (err !== undefined) lost.error({ err }, message)
    lost.error({ err: failure }, `The logger failed to write: ${message}`)
  }
}

/** Causes may go round in a circle; this many say enough. */
const MAX_CAUSES = 8

/**
 * What can be said of anything that was thrown, without trusting its getters: its stack, and those of its causes and of the
 * errors that it gathers. Escapes nothing.
 *
 * @example
 * describe(new Error('down', { cause: 'no power' })) // Error: down … caused by Thrown: no power
 */
export function describe(error: unknown, causes: number = MAX_CAUSES): string {
  try {
    if (!(error instanceof Error)) return `Thrown: ${String(error)}`
    const own = error.stack ?? `${error.name}: ${error.message}`
    return [own, ...causesOf(error, causes - 1)].join('\n  caused by ')
  } catch {
    return 'Thrown: a value that cannot be described'
  }
}

/** Node tries several addresses of a host, and the error that gathers their failures says nothing itself. */
function causesOf(error: Error, causes: number): string[] {
  if (causes === 0) return []
  const gathered: readonly unknown[] = error instanceof AggregateError ? error.errors : []
  const cause = error.cause === undefined ? [] : [describe(error.cause, causes)]
  return [...cause, ...gathered.slice(0, causes).map((each) => describe(each, 1))]
}

function safeStringify(fields: LogFields): string {
  try {
    return JSON.stringify(fields)
  } catch {
    return '{}'
  }
}

function indented(text: string): string {
  return text.replaceAll(/[^\n]+/g, (line) => `  ${escapeControls(line)}`)
}

function escapeControls(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\u2028\u2029]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
