/** An error that says by itself what happened and what to do. */
interface CodedError extends Error {
  readonly code: string
  readonly fix: string
}

/**
 * An error in words for a terminal. A mistake in how micro is used is a block of a few lines; of any other error, which
 * is one of the app's own code, the stack is shown.
 *
 * @param debug - Whether to show the stack of every error.
 */
export function errorReport(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return `Error: ${String(error)}\n`
  if (debug || !isCoded(error)) return `${stackOf(error)}${causeOf(error, debug)}\n`
  return `Error ${error.message}${causeOf(error, debug)}\n`
}

/** By its members and not its class: the app may have a copy of the core of its own. */
function isCoded(error: Error): error is CodedError {
  return 'code' in error && typeof error.code === 'string' && 'fix' in error && typeof error.fix === 'string'
}

function stackOf(error: Error): string {
  return error.stack ?? `${error.name}: ${error.message}`
}

function causeOf({ cause }: Error, debug: boolean): string {
  if (cause === undefined) return ''
  const words =
    cause instanceof Error && !debug ? `${cause.name}: ${cause.message}` : errorReport(cause, debug)
  return `\n  Caused by: ${words.trimEnd()}`
}
