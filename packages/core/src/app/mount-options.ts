import type { AnyParams } from '../context/context.ts'
import type { PathLike } from './params-of.ts'

/** Where and as what a blueprint is registered; each goes before what the blueprint says itself. */
export interface MountOptions {
  /** Another name, to register a blueprint twice. */
  readonly name?: string
  /** Goes before every path of the blueprint; may hold variables. */
  readonly urlPrefix?: PathLike
  /** The only subdomain it answers; may hold variables. */
  readonly subdomain?: string
  /** Values that all its routes have as `defaults`, those of the blueprints inside it too. */
  readonly urlDefaults?: AnyParams
  /** What goes before the names of its commands. Default: its name. */
  readonly cliGroup?: string
}
