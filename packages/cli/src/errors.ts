import { defineErrors, type ErrorFactory } from '@micro/core'

const CODES = {
  // Finding the app
  APP_FILE_MISSING: {
    message: 'No app was found: {folder} has none of {files}.',
    fix: 'Name its file with `--app path/to/file.ts`, or in the environment variable MICRO_APP.',
  },
  APP_TARGET_MISSING: {
    message: 'The app "{target}" leads to no file: there is none of {files}.',
    fix: 'Write it as `file` or `file:export`, with the path from {folder}.',
  },
  APP_NOT_EXPORTED: {
    message: '{file} has no app to offer; it exports {exports}.',
    fix: 'Export one as `app`, or export a factory as `createApp`, or name the export: `--app {file}:name`.',
  },
  APP_AMBIGUOUS: {
    message: '{file} exports several apps: {names}.',
    fix: 'Name the one that is meant, such as `--app {file}:{first}`.',
  },
  APP_EXPORT_MISSING: {
    message: '{file} has no export "{name}"; it exports {exports}.',
    fix: 'Name one of its exports: an app, or a function that returns one.',
  },
  APP_EXPECTED: {
    message: '"{name}" of {file} gave {kind} instead of an app.',
    fix: 'Name an app, or a function that returns one: `return app` may be missing at its end.',
  },
  APP_ARGUMENTS: {
    message: 'The arguments in "{target}" cannot be read: {problem}.',
    fix: 'Write literal values only, such as `createApp({ debug: true }, "test", 1)`.',
  },

  // Commands of the app
  COMMAND_NAME_TAKEN: {
    message: 'The app has a command "{name}", and so has micro itself.',
    fix: 'Give the command of the app another name, or put it under a word of its own: `"app {name}"`.',
  },
  COMMAND_OPTION_TAKEN: {
    message:
      'The command "{command}" has an option "--{option}", which micro itself reads before any command.',
    fix: 'Give the option of the command another name.',
  },

  // New packages
  NEW_NAME: {
    message: 'An extension cannot be called "{name}".',
    fix: 'Give letters in lower case, digits and single hyphens, as `rate-limit` or `@scope/rate-limit`.',
  },
  NEW_FOLDER_TAKEN: {
    message: 'The folder {folder} is there already, and not empty.',
    fix: 'Give another name, or type it in another folder: nothing is written over.',
  },

  // Environment
  ENV_FILE_UNREADABLE: {
    message: 'The environment file {file} cannot be read: {problem}.',
    fix: 'Correct the path given to `--env-file`, from {folder}.',
  },
  RUN_PORT: {
    message: 'The environment variable MICRO_RUN_PORT cannot be "{value}".',
    fix: 'Give a whole number from 0 to 65535; with 0 any free port is taken.',
  },
} as const

/** The error codes of this package. */
export type CliErrorCode = keyof typeof CODES

/** Every error code of this package with its words. */
export const cliErrors: typeof CODES = CODES

/** Makes an error of this package. */
export const fail: ErrorFactory<typeof CODES> = defineErrors(CODES)
