/** How much of a request is read. Everything has a limit; there is no value that means "none". */
export interface Limits {
  /** Most bytes of a body, in bytes. Default: 1 MiB. Over it: 413. */
  readonly maxBodySize: number
  /** Most bytes of all text fields of a form together, in bytes. Default: 500,000. Over it: 413. */
  readonly maxFormMemory: number
  /** Most parts of a multipart form, and most fields of a form. Default: 1,000. Over it: 413. */
  readonly maxFormParts: number
}
