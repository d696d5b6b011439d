/** One file, open. Whoever gets it closes it, or reads its stream to the end. */
export interface OpenFile {
  /** In bytes. */
  readonly size: number
  readonly modified: Date
  /** The bytes from `start` up to and without `end`. Closes the file when it ends, fails or is cancelled. */
  stream(start: number, end: number): ReadableStream<Uint8Array>
  /** Closes the file without reading it. */
  close(): Promise<void>
}

/** Files by their path below a root: what static files are served from. */
export interface FileSource {
  /**
   * Opens a file.
   *
   * @param path - Below the root, decoded, with `/` between folders and none at its start.
   * @returns `undefined` for what is no file, is hidden, or lies outside of the root.
   */
  open(path: string): Promise<OpenFile | undefined>
}
