/** Parameters of a hash by name, as a PHC string has them. */
export type Costs = Readonly<Record<string, number>>

/** One way to hash passwords. */
export interface PasswordScheme {
  /** As a PHC string names it, such as `'argon2id'`. */
  readonly name: string
  /** Version that a PHC string says; `undefined` for a scheme without. */
  readonly version: number | undefined
  /** What new hashes cost. */
  readonly costs: Costs
  /** Whether a hash that is kept costs something that can be paid: what it says came from a database. */
  readonly isAffordable: (costs: Costs) => boolean
  readonly derive: (password: string, salt: Uint8Array, costs: Costs, length: number) => Promise<Uint8Array>
}
