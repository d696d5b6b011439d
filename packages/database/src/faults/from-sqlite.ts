import {
  CheckViolation,
  type ConstraintFacts,
  ForeignKeyViolation,
  NotNullViolation,
  UniqueViolation,
} from './constraint-violation.ts'
import { DatabaseUnavailable, TransactionConflict } from './database-unavailable.ts'
import { fieldOf, type Translation } from './driver-error.ts'
import { InvalidValue } from './invalid-value.ts'

/** By extended result code. @see https://www.sqlite.org/rescode.html */
const TRANSLATIONS: Readonly<Record<number, Translation>> = {
  5: (error) => new DatabaseUnavailable(error), // BUSY
  6: (error) => new DatabaseUnavailable(error), // LOCKED
  18: (error) => new InvalidValue(error), // TOOBIG
  20: (error) => new InvalidValue(error), // MISMATCH
  261: (error) => new DatabaseUnavailable(error), // BUSY_RECOVERY
  275: (error) => new CheckViolation({ constraint: subjectOf(error) }, error), // CONSTRAINT_CHECK
  517: (error) => new TransactionConflict(error), // BUSY_SNAPSHOT
  787: (error) => new ForeignKeyViolation({}, error), // CONSTRAINT_FOREIGNKEY
  1299: (error) => new NotNullViolation(factsOf(error), error), // CONSTRAINT_NOTNULL
  1555: (error) => new UniqueViolation(factsOf(error), error), // CONSTRAINT_PRIMARYKEY
  2067: (error) => new UniqueViolation(factsOf(error), error), // CONSTRAINT_UNIQUE
  2579: (error) => new UniqueViolation(factsOf(error), error), // CONSTRAINT_ROWID
  3091: (error) => new InvalidValue(error), // CONSTRAINT_DATATYPE
}

/** The typed error for one of `node:sqlite`; `undefined` when it is of another kind. */
export function fromSqlite(error: Error): Error | undefined {
  const code = fieldOf(error, 'errcode')
  return typeof code === 'number' ? TRANSLATIONS[code]?.(error) : undefined
}

/** What follows the colon in `UNIQUE constraint failed: users.email, users.tenant`. */
function subjectOf({ message }: Error): string | undefined {
  const colon = message.indexOf(': ')
  return colon < 0 ? undefined : message.slice(colon + 2)
}

function factsOf(error: Error): ConstraintFacts {
  const subject = subjectOf(error) ?? ''
  // An index on expressions is told by its name alone: index 'users_lower_email'
  if (subject.startsWith("index '")) return { constraint: subject.slice("index '".length, -1) }
  const places = subject.split(', ').map((place) => place.split('.'))
  return { table: places[0]?.[0], columns: places.map(([, column = '']) => column) }
}
