import {
  CheckViolation,
  type ConstraintFacts,
  ForeignKeyViolation,
  NotNullViolation,
  UniqueViolation,
} from './constraint-violation.ts'
import { DatabaseUnavailable, TransactionConflict } from './database-unavailable.ts'
import { fieldOf, textOf, type Translation } from './driver-error.ts'
import { InvalidValue } from './invalid-value.ts'

/** By SQLSTATE. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  '22001': (error) => new InvalidValue(error), // string_data_right_truncation
  '22003': (error) => new InvalidValue(error), // numeric_value_out_of_range
  '22007': (error) => new InvalidValue(error), // invalid_datetime_format
  '22008': (error) => new InvalidValue(error), // datetime_field_overflow
  '22021': (error) => new InvalidValue(error), // character_not_in_repertoire: a NUL in a text
  '22P02': (error) => new InvalidValue(error), // invalid_text_representation
  '22P05': (error) => new InvalidValue(error), // untranslatable_character
  '23502': (error) => new NotNullViolation(factsOf(error), error),
  '23503': (error) => new ForeignKeyViolation(factsOf(error), error),
  '23505': (error) => new UniqueViolation(factsOf(error), error),
  '23514': (error) => new CheckViolation(factsOf(error), error),
  '40001': (error) => new TransactionConflict(error), // serialization_failure
  '40P01': (error) => new TransactionConflict(error), // deadlock_detected
  '53300': (error) => new DatabaseUnavailable(error), // too_many_connections
  '55P03': (error) => new DatabaseUnavailable(error), // lock_not_available
  '57014': (error) => new DatabaseUnavailable(error), // query_canceled: the statement timeout
  '57P01': (error) => new DatabaseUnavailable(error), // admin_shutdown
  '57P02': (error) => new DatabaseUnavailable(error), // crash_shutdown
  '57P03': (error) => new DatabaseUnavailable(error), // cannot_connect_now
}

/** The typed error for one of PostgreSQL, whichever driver brought it; `undefined` when it is of another kind. */
export function fromPostgres(error: Error): Error | undefined {
  // `EPIPE` looks like a SQLSTATE too; only the server's own errors have a severity.
  if (fieldOf(error, 'severity') === undefined) return undefined
  return TRANSLATIONS[textOf(error, 'code') ?? '']?.(error)
}

function factsOf(error: Error): ConstraintFacts {
  return { constraint: textOf(error, 'constraint'), table: textOf(error, 'table'), columns: columnsOf(error) }
}

/** From `Key (email, tenant)=(a@example.com, 7) already exists.`; that of NOT NULL has a field of its own. */
function columnsOf(error: Error): readonly string[] {
  const column = textOf(error, 'column')
  if (column !== undefined) return [column]
  const [before, after] = (textOf(error, 'detail') ?? '').split(')=(', 2)
  return after !== undefined && before?.startsWith('Key (') ? before.slice('Key ('.length).split(', ') : []
}
