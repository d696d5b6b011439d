import { defineErrors, type ErrorFactory } from './errors.ts'

const CODES = {
  // Requests and replies
  ABORT_STATUS: {
    message: 'An error reply cannot have the status {status}.',
    fix: 'Use a whole number from 400 to 599; for other statuses return `respond(body, { status })`.',
  },
} as const

/** The error codes of this package. */
export type CoreErrorCode = keyof typeof CODES

/** Every error code of this package with its words. */
export const coreErrors: typeof CODES = CODES

/** Makes an error of this package. */
export const fail: ErrorFactory<typeof CODES> = defineErrors(CODES)
