/**
 * A small interface that one extension fulfils for an app and others use, without either knowing the other.
 *
 * @typeParam Service - What is provided.
 */
export interface Contract<Service> {
  /** For people: errors and `micro extensions`. */
  readonly name: string
  /** Never set: it only carries the type. */
  readonly '~type'?: (service: Service) => Service
}

/** Declares a contract. Identity is the object, not the name. */
export function defineContract<Service>(name: string): Contract<Service> {
  return Object.freeze({ name })
}
