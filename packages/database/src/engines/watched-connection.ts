import type {
  AbortableOperationOptions,
  CompiledQuery,
  ControlConnectionProvider,
  DatabaseConnection,
  QueryResult,
} from 'kysely'
import { translateError } from '../faults/translate-error.ts'

/** Refuses a parameter by throwing. */
export type ParameterCheck = (value: unknown, index: number) => void

/** A connection that throws typed errors. */
export class WatchedConnection implements DatabaseConnection {
  /** The driver's own connection. */
  readonly raw: DatabaseConnection
  readonly #check: ParameterCheck | undefined

  constructor(raw: DatabaseConnection, check: ParameterCheck | undefined) {
    this.raw = raw
    this.#check = check
  }

  async executeQuery<Row>(
    query: CompiledQuery,
    options?: AbortableOperationOptions,
  ): Promise<QueryResult<Row>> {
    if (this.#check !== undefined) query.parameters.forEach(this.#check)
    return translated(this.raw.executeQuery<Row>(query, options))
  }

  async *streamQuery<Row>(
    query: CompiledQuery,
    chunkSize: number,
    options?: AbortableOperationOptions,
  ): AsyncIterableIterator<QueryResult<Row>> {
    if (this.#check !== undefined) query.parameters.forEach(this.#check)
    try {
      yield* this.raw.streamQuery<Row>(query, chunkSize, options)
    } catch (error) {
      throw translateError(error)
    }
  }

  async collectSessionInfo(): Promise<void> {
    await this.raw.collectSessionInfo?.()
  }

  async cancelQuery(control: ControlConnectionProvider): Promise<void> {
    await this.raw.cancelQuery?.(control)
  }

  async killSession(control: ControlConnectionProvider): Promise<void> {
    await this.raw.killSession?.(control)
  }
}

/** What a driver gives, with its errors translated. */
export async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw translateError(error)
  }
}
