import { type Config, currentContext, hasContext } from '@micro/core'
import { globals as builtInGlobals } from './nunjucks.js'
import { urlForTemplate } from './url-for.ts'

/** Names that every template knows without being given them, also in an imported macro. */
export interface Globals {
  /** `undefined` for a name that is none. */
  get(name: string): unknown
}

/**
 * The names that every template knows: those of the app and its extensions, then `url_for`, `request`, `config` and
 * those of nunjucks.
 */
export function templateGlobals(config: Config, added: ReadonlyMap<string, unknown>): Globals {
  const values = new Map<string, unknown>([
    ...Object.entries(builtInGlobals()),
    ['url_for', urlForTemplate],
    // As they are written in Python, and so in most templates for Jinja.
    ['True', true],
    ['False', false],
    ['None', null],
    ['config', config.values],
    ...added,
  ])
  return {
    get(name) {
      if (name === 'request' && !added.has(name)) return hasContext() ? currentContext().request : undefined
      return values.get(name)
    },
  }
}
