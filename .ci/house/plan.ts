/** One room of the house, or several of one kind, and what is allowed in it. */
export interface RoomPlan {
  /** The folder, from the repository's root. Its last part may be `*`: every folder there. */
  readonly path: string
  /** Folders inside `src`, lowest first: each imports itself and what is below. Default: no order, only no circle. */
  readonly folders?: readonly string[]
  /** Files of `src` itself, above every folder. Checked where `folders` is given. */
  readonly entries?: readonly string[]
  /** Folders that may import modules of the platform, and which. `'.'` is the whole room. Default: none. */
  readonly platform?: Readonly<Record<string, 'all' | readonly string[]>>
  /** Folders that the others enter by names of package.json's `imports` only, so that a runtime can leave them out. */
  readonly doors?: Readonly<Record<string, readonly string[]>>
  /** Whether the package has no runtime dependency at all. Default: it may have some. */
  readonly bare?: boolean
}

/** The plan of the house: which room stands on which floor. */
export interface Plan {
  /** Lowest first. A room imports rooms of lower floors, never one of its own. */
  readonly floors: readonly (readonly RoomPlan[])[]
  /** Names that say nothing about what is inside: no file and no folder has one. */
  readonly emptyNames: readonly string[]
}
