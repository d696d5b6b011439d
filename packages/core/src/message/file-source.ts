/** One file, open. Whoever gets it closes it, or reads it to the end. */
export interface OpenFile {
  /** In bytes. */
  readonly size: number
  /** `undefined` where nobody knows. */
  readonly modified: Date | undefined
  /** What changes with the content, such as a hash: for the entity tag. Default: made of `size` and `modified`. */
  readonly tag?: string | undefined
  /** Hash of the content, as {@link FileSource.version} gives it, of the file as it was when it was opened. */
  version?(): string | undefined
  /**
   * The bytes from `start` up to and without `end`, at once, and closes the file. For short ones; where it is left out,
   * those are streamed too.
   */
  bytes?(start: number, end: number): Promise<Uint8Array>
  /**
   * The bytes from `start` up to and without `end`. Closes the file when it ends, fails or is cancelled.
   *
   * @param last - Whether the file is closed when the stream has ended well: `false` when more of it will be read. Default: true.
   */
  stream(start: number, end: number, last?: boolean): ReadableStream<Uint8Array>
  /** Closes the file without reading it. Does nothing when it is closed. */
  close(): Promise<void>
}

/**
 * Files by their path below a root: what static files are served from. A folder is one; so may be an archive, a store
 * of keys and values, or a bundle in memory ({@link MemoryFiles}).
 */
export interface FileSource {
  /**
   * Opens a file.
   *
   * @param path - Below the root, decoded, with `/` between folders and none at its start. Checked before: no part of
   *   it is empty, hidden, `..`, a device of Windows, or holds a separator or a control character.
   * @returns `undefined` for what is no file, or lies outside of the root.
   */
  open(path: string): Promise<OpenFile | undefined>
  /**
   * Something short that changes with the content of a file, for its URL: at most a second old, and found out without
   * waiting. `undefined` when the file is not there. Where it is left out, URLs are without versions.
   */
  version?(path: string): string | undefined
}
