import { fail } from '../ground/codes.ts'

/** How much of a request is read. Everything has a limit; there is no value that means "none". */
export interface Limits {
  /** Most bytes of a body. Default: 1 MiB. Over it: 413. */
  readonly maxBodySize: number
  /** Most bytes of all text fields of a form together. Default: 500,000. Over it: 413. */
  readonly maxFormMemory: number
  /** Most parts of a multipart form, and most fields of a form. Default: 1,000. Over it: 413. */
  readonly maxFormParts: number
  /** Most bytes of one uploaded file that are kept in memory; a larger one goes to a temporary file. Default: 64 KiB. */
  readonly maxFileMemory: number
}

/** @throws {@link MicroError} `LIMIT_VALUE` for one that is not a whole number of at least 1. */
export function assertLimits(limits: Readonly<Record<string, unknown>>): void {
  for (const [limit, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || Number(value) < 1)
      throw fail('LIMIT_VALUE', { limit, value: String(value) })
  }
}
