import { HttpError } from '@micro/core'

/** What the database says about a constraint that was broken. Engines tell more or less of it. */
export interface ConstraintFacts {
  /** Name of the constraint or its index. */
  readonly constraint?: string | undefined
  readonly table?: string | undefined
  readonly columns?: readonly string[] | undefined
}

/**
 * A write that a constraint of the database refused. Nobody has to catch it: it answers the request by itself, and says
 * nothing of tables or columns to the client. The driver's own error is the `cause`.
 */
export abstract class ConstraintViolation extends HttpError {
  /** Name of the constraint or its index; `undefined` when the engine does not tell. */
  readonly constraint: string | undefined
  readonly table: string | undefined
  /** Columns of the constraint; empty when the engine does not tell. */
  readonly columns: readonly string[]

  constructor(status: number, detail: string, facts: ConstraintFacts, cause: unknown) {
    super(status, detail, { cause })
    this.constraint = facts.constraint
    this.table = facts.table
    this.columns = facts.columns ?? []
  }
}

/**
 * A value that may be there only once is there already. Answers 409.
 *
 * @example
 * app.errorHandler(UniqueViolation, (error) => respond({ taken: error.columns }, { status: 409 }))
 */
export class UniqueViolation extends ConstraintViolation {
  override readonly name = 'UniqueViolation'
  constructor(facts: ConstraintFacts, cause: unknown) {
    super(409, 'This exists already.', facts, cause)
  }
}

/** A row refers to one that is not there, or is referred to and cannot go. Answers 409. */
export class ForeignKeyViolation extends ConstraintViolation {
  override readonly name = 'ForeignKeyViolation'
  constructor(facts: ConstraintFacts, cause: unknown) {
    super(409, 'This refers to something that is not there, or is still referred to.', facts, cause)
  }
}

/** A value breaks a rule of its table. Answers 422. */
export class CheckViolation extends ConstraintViolation {
  override readonly name = 'CheckViolation'
  constructor(facts: ConstraintFacts, cause: unknown) {
    super(422, 'A value is not allowed.', facts, cause)
  }
}

/** A value is missing. Answers 422. */
export class NotNullViolation extends ConstraintViolation {
  override readonly name = 'NotNullViolation'
  constructor(facts: ConstraintFacts, cause: unknown) {
    super(422, 'A value is missing.', facts, cause)
  }
}
