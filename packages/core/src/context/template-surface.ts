import type { MaybePromise } from '../ground/promise.ts'

/** Gives values to every template of its scope. Runs once a rendering, in the context of the request if there is one. */
export type ContextProcessor = () => MaybePromise<Readonly<Record<string, unknown>>>

/** Turns a value in a template into another: `{{ post.date | ago }}`. */
// oxlint-disable-next-line typescript/no-explicit-any -- a constraint: a filter names the types of its own parameters
export type TemplateFilter = (value: any, ...args: any[]) => unknown

/** Answers a question about a value in a template: `{% if n is even %}`. */
// oxlint-disable-next-line typescript/no-explicit-any -- a constraint: a test names the types of its own parameters
export type TemplateTest = (value: any, ...args: any[]) => boolean

/** A folder of templates and whose it is. */
export interface TemplateFolder {
  /** Absolute path. */
  readonly path: string
  /** Dotted name of the blueprint; `undefined` for the app itself. */
  readonly blueprint: string | undefined
}

/** What an app, its blueprints and its extensions add to templates: plain data for whichever engine renders them. */
export interface TemplateSurface {
  /** Names in every template. A function is called by the template. */
  readonly globals: ReadonlyMap<string, unknown>
  readonly filters: ReadonlyMap<string, TemplateFilter>
  readonly tests: ReadonlyMap<string, TemplateTest>
  /** The app's first, then those of the blueprints in the order of their registration. */
  readonly folders: readonly TemplateFolder[]
  /** The processors for a template rendered in these blueprints (inner first, as `c.blueprints`): the app's, then outer to inner. */
  processors(blueprints: readonly string[]): readonly ContextProcessor[]
}
