/** Environment variables by name. */
export type Environment = Record<string, string | undefined>

/** Somewhere that text can be written to, such as `process.stdout`. */
export interface TextSink {
  write(text: string): unknown
}

/** What a run of the command line has around it. */
export interface CliIo {
  /** Folder in which apps and `.env` are looked for. */
  readonly cwd: string
  /** Environment variables. What an env file adds is written into it. */
  readonly env: Environment
  readonly stdout: TextSink
  readonly stderr: TextSink
}
