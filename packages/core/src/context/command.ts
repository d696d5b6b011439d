import type { MaybePromise } from '../ground/promise.ts'

/** One word that follows a command. */
export interface CommandArgument {
  readonly name: string
  readonly description: string
  /** Default: true. Only the last ones may be optional. */
  readonly required?: boolean
}

/** One `--option` of a command. */
export interface CommandOption {
  /** Long name in kebab case, without the dashes: `'dry-run'`. */
  readonly name: string
  readonly description: string
  /** What follows it; `'flag'` takes nothing. Default: `'flag'`. */
  readonly kind?: 'flag' | 'text' | 'integer'
  readonly default?: string | number | boolean
}

/** What was typed, and where to answer. */
export interface CommandInput {
  readonly arguments: Readonly<Record<string, string>>
  /** By the option's name as it was declared. */
  readonly options: Readonly<Record<string, string | number | boolean | undefined>>
  /** Writes a line to standard output. */
  readonly print: (line: string) => void
}

/**
 * Something that can be done with an app from the command line, as plain data: the core runs no command line itself.
 *
 * It runs in a context of the app, so `currentApp()` and every extension object work in it.
 */
export interface Command {
  /** The words to type, such as `'db migrate'`. */
  readonly name: string
  readonly description: string
  readonly arguments?: readonly CommandArgument[]
  readonly options?: readonly CommandOption[]
  /**
   * Whether the app is started before. Default: true. A command that does or looks at what a start hook would do itself,
   * such as migrations, says false: its context works all the same, and what is opened in it is closed.
   */
  readonly start?: boolean
  /** The exit code, 0 when nothing is returned. */
  run(input: CommandInput): MaybePromise<number | void>
}
