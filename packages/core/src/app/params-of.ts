import type { PathParams } from '../routing/path-types.ts'
import type { Path } from '../routing/path.ts'

/** What a route can be registered at: a path as text, or one with converters of its own. */
export type PathLike = string | Path

/** The parameters of a path, as its handler gets them. */
export type ParamsOf<P extends PathLike> = P extends string
  ? PathParams<P>
  : P extends Path<infer Params>
    ? Params
    : never
