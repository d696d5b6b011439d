/** A piece of code out of the documentation, and where it stands. */
export interface Example {
  /** The page or the source file, from the repository's root. */
  readonly source: string
  /** Line of the source where the code begins, counted from 1. */
  readonly line: number
  readonly code: string
  /** Code that the reader does not see and that stands before it; `''` for none. */
  readonly setup: string
  /** The file it is written to, inside the folder of all examples. */
  readonly file: string
  /** Whether it is TypeScript: all else (a template, a stylesheet) is written for others to read. */
  readonly compiled: boolean
  /** Whether it is run, not only compiled. */
  readonly run: boolean
}
