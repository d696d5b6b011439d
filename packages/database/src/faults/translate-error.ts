import { HttpError, MicroError } from '@micro/core'
import { DatabaseUnavailable } from './database-unavailable.ts'
import { fieldOf, textOf } from './driver-error.ts'
import { fromMysql } from './from-mysql.ts'
import { fromPostgres } from './from-postgres.ts'
import { fromSqlite } from './from-sqlite.ts'

/**
 * The typed error for one that a driver threw, which becomes its `cause`. Told apart by what they carry, so that those of
 * a dialect of your own are known too. What is not known stays what it is.
 */
export function translateError(error: unknown): unknown {
  if (!(error instanceof Error) || isTyped(error)) return error
  return fromSqlite(error) ?? fromPostgres(error) ?? fromMysql(error) ?? fromConnection(error) ?? error
}

/** The typed error for a connection that could not be had: whatever the driver says, there is none. */
export function translateAcquireError(error: unknown): unknown {
  return error instanceof Error && isTyped(error) ? error : new DatabaseUnavailable(error)
}

function isTyped(error: Error): boolean {
  return error instanceof HttpError || error instanceof MicroError
}

const LOST = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'PROTOCOL_CONNECTION_LOST',
])

function fromConnection(error: Error): Error | undefined {
  // mysql2 marks what ended the connection as fatal; pg says it in words alone.
  const lost =
    LOST.has(textOf(error, 'code') ?? '') ||
    fieldOf(error, 'fatal') === true ||
    error.message.startsWith('Connection terminated') ||
    error.message.startsWith('Client has encountered a connection error')
  return lost ? new DatabaseUnavailable(error) : undefined
}
