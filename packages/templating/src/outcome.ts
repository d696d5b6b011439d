/** Takes the output of a piece of a template, or why there is none. */
export type RenderCallback = (error: unknown, output?: string) => void

/** What one piece of a template comes to, kept until the piece has returned. */
export interface Outcome {
  /** Takes the result. Only the first one counts: a compiled template goes on after an error. */
  readonly settle: RenderCallback
  /** Hands the result on, now or as soon as there is one. */
  deliver(): void
}

/**
 * Puts itself between a piece of a compiled template and whoever waits for it.
 *
 * A compiled template calls back from inside its own `try`, and the caller's whole rest runs in that call. Its errors
 * would be caught by the wrong `catch`, named after the wrong file, and called back a second time.
 */
export function outcomeOf(callback: RenderCallback): Outcome {
  let settled = false
  let returned = false
  let error: unknown
  let output: string | undefined
  return {
    settle(thrown, text) {
      if (settled) return
      settled = true
      error = thrown
      output = text
      if (returned) deliverLate(callback, error, output)
    },
    deliver() {
      returned = true
      if (settled) callback(error, output)
    },
  }
}

/** Behind an async filter no `try` of a template is left on the stack: what the caller's rest throws goes back to it. */
function deliverLate(callback: RenderCallback, error: unknown, output: string | undefined): void {
  try {
    callback(error, output)
  } catch (thrown) {
    callback(thrown)
  }
}
