import type { DatabaseConnection, Driver, TransactionSettings } from 'kysely'
import { fail } from '../errors.ts'
import { DatabaseUnavailable } from '../faults/database-unavailable.ts'
import { translateAcquireError } from '../faults/translate-error.ts'
import { type ParameterCheck, translated, WatchedConnection } from './watched-connection.ts'

/** What is watched besides errors. */
export interface WatchOptions {
  /** Looks at every parameter. */
  readonly check?: ParameterCheck
  /** Longest wait for a connection, in milliseconds, for a driver that has no such limit. Default: none. */
  readonly acquireTimeout?: number
}

/** A driver that throws typed errors, and does not wait for a connection without end. */
export class WatchedDriver implements Driver {
  readonly #driver: Driver
  readonly #options: WatchOptions
  readonly #watched = new WeakMap<DatabaseConnection, WatchedConnection>()

  constructor(driver: Driver, options: WatchOptions) {
    this.#driver = driver
    this.#options = options
  }

  init(): Promise<void> {
    return this.#driver.init()
  }

  async acquireConnection(): Promise<WatchedConnection> {
    try {
      return this.#watch(await this.#acquireInTime())
    } catch (error) {
      throw translateAcquireError(error)
    }
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return translated(this.#driver.beginTransaction(rawOf(connection), settings))
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return translated(this.#driver.commitTransaction(rawOf(connection)))
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return translated(this.#driver.rollbackTransaction(rawOf(connection)))
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#driver.releaseConnection(rawOf(connection))
  }

  destroy(): Promise<void> {
    return this.#driver.destroy()
  }

  /** The same for the same connection: kysely remembers what it has done to one. */
  #watch(raw: DatabaseConnection): WatchedConnection {
    const known = this.#watched.get(raw)
    if (known !== undefined) return known
    const watched = new WatchedConnection(raw, this.#options.check)
    this.#watched.set(raw, watched)
    return watched
  }

  #acquireInTime(): Promise<DatabaseConnection> {
    const connecting = this.#driver.acquireConnection()
    const { acquireTimeout } = this.#options
    if (acquireTimeout === undefined) return connecting
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new DatabaseUnavailable(fail('CONNECTION_WAIT', { milliseconds: acquireTimeout })))
        this.#giveBack(connecting)
      }, acquireTimeout)
      connecting.then(resolve, reject).finally(() => clearTimeout(timer))
    })
  }

  /** A connection that comes too late goes back; that it never comes was told already. */
  #giveBack(connecting: Promise<DatabaseConnection>): void {
    connecting.then((connection) => this.#driver.releaseConnection(connection)).catch(() => {})
  }
}

function rawOf(connection: DatabaseConnection): DatabaseConnection {
  return connection instanceof WatchedConnection ? connection.raw : connection
}
