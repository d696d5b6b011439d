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

/** By error number, of MySQL and of MariaDB. @see https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */
const TRANSLATIONS: Readonly<Record<number, Translation>> = {
  1040: (error) => new DatabaseUnavailable(error), // too many connections
  1048: (error) => new NotNullViolation(columnOf(error), error), // bad null
  1053: (error) => new DatabaseUnavailable(error), // server shutdown
  1062: (error) => new UniqueViolation(keyOf(error), error), // duplicate entry
  1205: (error) => new TransactionConflict(error), // lock wait timeout
  1213: (error) => new TransactionConflict(error), // deadlock
  1264: (error) => new InvalidValue(error), // out of range
  1292: (error) => new InvalidValue(error), // truncated wrong value, such as a date
  1317: (error) => new DatabaseUnavailable(error), // query interrupted
  1364: (error) => new NotNullViolation(columnOf(error), error), // no default for field
  1366: (error) => new InvalidValue(error), // wrong value for field
  1406: (error) => new InvalidValue(error), // data too long
  1451: (error) => new ForeignKeyViolation(foreignKeyOf(error), error), // row is referenced
  1452: (error) => new ForeignKeyViolation(foreignKeyOf(error), error), // no referenced row
  1927: (error) => new DatabaseUnavailable(error), // connection killed (MariaDB)
  1969: (error) => new DatabaseUnavailable(error), // statement timeout (MariaDB)
  3024: (error) => new DatabaseUnavailable(error), // query timeout (MySQL)
  3819: (error) => new CheckViolation(checkOf(error), error), // check constraint (MySQL)
  4025: (error) => new CheckViolation(checkOf(error), error), // constraint failed (MariaDB)
}

/** The typed error for one of MySQL or MariaDB; `undefined` when it is of another kind. */
export function fromMysql(error: Error): Error | undefined {
  const number = fieldOf(error, 'errno')
  // Network errors have a number too, but no state of the server.
  if (typeof number !== 'number' || fieldOf(error, 'sqlState') === undefined) return undefined
  return TRANSLATIONS[number]?.(error)
}

/** From `Duplicate entry 'a@example.com' for key 'users.email'`; the table is there on MySQL alone. */
function keyOf({ message }: Error): ConstraintFacts {
  const key = quotedAtEnd(message, "for key '")
  const dot = key?.indexOf('.') ?? -1
  return dot < 0 ? { constraint: key } : { table: key?.slice(0, dot), constraint: key?.slice(dot + 1) }
}

/** The last text in single quotes that follows some words: what stands before may hold a client's own quotes. */
function quotedAtEnd(message: string, words: string): string | undefined {
  const start = message.lastIndexOf(words)
  return start < 0 ? undefined : message.slice(start + words.length).split("'", 1)[0]
}

/** From ``… CONSTRAINT `posts_author` FOREIGN KEY (`author_id`) REFERENCES …``. */
function foreignKeyOf({ message }: Error): ConstraintFacts {
  const [, constraint, columns = ''] = /CONSTRAINT `([^`]+)` FOREIGN KEY \(([^)]+)\)/.exec(message) ?? []
  return {
    constraint,
    columns: columns === '' ? [] : columns.split(', ').map((column) => column.replaceAll('`', '')),
  }
}

/** From `Check constraint 'positive' is violated.`, or ``CONSTRAINT `positive` failed for `shop`.`orders` ``. */
function checkOf({ message }: Error): ConstraintFacts {
  const [, constraint] = /constraint ['`]([^'`]+)['`]/i.exec(message) ?? []
  return { constraint }
}

/** From `Column 'title' cannot be null`. */
function columnOf({ message }: Error): ConstraintFacts {
  const [, column] = /'([^']+)'/.exec(message) ?? []
  return { columns: column === undefined ? [] : [column] }
}
