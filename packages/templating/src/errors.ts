import { defineErrors, type ErrorFactory } from '@micro/core'

const CODES = {
  TEMPLATE_NOT_FOUND: {
    message: 'There is no template {names} in {places}.',
    fix: 'Add the file, or correct the name: it is relative to a template folder, with "/" between folders and without "..". An app finds its folder by `new App({ rootPath: import.meta.dirname })`.',
  },
  TEMPLATE_SYNTAX: {
    message: 'The template {place} cannot be read: {problem}',
    fix: 'Correct that line; docs/templating.md lists the tags.',
  },
  TEMPLATE_FAILED: {
    message: 'The template {place} failed: {problem}',
    fix: 'See the `cause` of this error; it happened while that line was rendered.',
  },
  TEMPLATE_UNREADABLE: {
    message: 'The template file {file} cannot be read.',
    fix: 'See the `cause` of this error; the process needs to read the file.',
  },
  TEMPLATE_VALUE: {
    message: 'A template cannot write {what}.',
    fix: '{hint}',
  },
  TEMPLATE_CALL: {
    message: '`{name}` cannot be called: it is {what}.',
    fix: 'Give it to the template, or check its spelling.',
  },
  TEMPLATE_UNKNOWN: {
    message: 'There is no {kind} "{name}".',
    fix: '{hint}',
  },
  TEMPLATE_FILTER: {
    message: 'The filter "{name}" failed: {problem}',
    fix: 'See the `cause` of this error.',
  },
  TEMPLATE_ORDER: {
    message: 'The template "{name}" waits for an async filter where its output is needed at once.',
    fix: 'Include it outside of `for`, `set` blocks and macros, or write `asyncEach` for `for`.',
  },
  TEMPLATE_ATTRIBUTE: {
    message: 'An HTML attribute cannot be named {name}.',
    fix: 'Use a name without spaces, quotes, "/", ">" and "="; never one that a client chooses.',
  },
} as const

/** The codes of this package's errors. */
export type TemplatingErrorCode = keyof typeof CODES

/** Every error code of this package with its words. */
export const templatingErrors: typeof CODES = CODES

/** Makes an error of this package. */
export const fail: ErrorFactory<typeof CODES> = defineErrors(CODES)
