/** A file of the platform that holds what was uploaded until its request is over. Whoever gets it removes it. */
export interface TemporaryFile {
  /** Appends bytes; settled when they are written. One call at a time. */
  write(bytes: Uint8Array): Promise<void>
  /** Ends the writing, and gives its descriptor back. */
  finish(): Promise<void>
  /** All of it, from its beginning. */
  stream(): ReadableStream<Uint8Array>
  /**
   * Puts the content at a path where nothing is yet, wholly or not at all.
   *
   * @throws {@link MicroError} `UPLOAD_SAVE`.
   */
  saveAs(path: string): Promise<void>
  /** Removes it, and closes whatever still reads it. Removing it twice does no harm. */
  remove(): Promise<void>
}
