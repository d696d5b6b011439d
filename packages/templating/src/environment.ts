import type { TemplateFilter } from '@micro/core'
import { compile, type Syntax } from './compiler.ts'
import type { Surroundings } from './context.ts'
import { fail } from './errors.ts'
import type { Globals } from './globals.ts'
import type { TemplateSource } from './source.ts'
import { Template } from './template.ts'

/** What the templates of one app stand on. */
export interface TemplateWorld {
  readonly source: TemplateSource
  readonly syntax: Syntax
  /** By name, in the form that compiled templates call. */
  readonly filters: ReadonlyMap<string, TemplateFilter>
  /** Names of those filters that take a callback. */
  readonly asyncFilters: readonly string[]
  readonly tests: ReadonlyMap<string, unknown>
  readonly globals: Globals
  /** Whether a template is read again when its file has changed. */
  readonly reload: boolean
}

/** Takes the template that another one asked for. */
type TemplateCallback = (error: null, template: Template) => void

interface CachedTemplate {
  readonly template: Template
  readonly version: string
}

/** Of string templates, which have no name to be found by, this many are kept. */
const MAX_STRINGS = 100

/**
 * The templates of one app that are escaped alike, each compiled once. Compiled templates call its methods.
 *
 * The page decides: what it includes, extends or imports is compiled for its environment, whatever that is named.
 */
export class Environment implements Surroundings {
  readonly opts: { readonly autoescape: boolean; readonly throwOnUndefined: boolean }
  readonly #world: TemplateWorld
  readonly #templates = new Map<string, CachedTemplate>()
  readonly #strings = new Map<string, Template>()

  constructor(world: TemplateWorld, autoescape: boolean) {
    this.#world = world
    this.opts = { autoescape, throwOnUndefined: world.syntax.strictUndefined }
  }

  /** A template by its name; `undefined` when there is none. @throws {@link MicroError} `TEMPLATE_SYNTAX`. */
  find(name: string): Template | undefined {
    const cached = this.#templates.get(name)
    if (cached !== undefined && !this.#world.reload) return cached.template
    const file = this.#world.source.find(name)
    if (file === undefined) return undefined
    if (cached?.version === file.version) return cached.template
    const template = this.#compile(file.read(), name, file.place)
    this.#templates.set(name, { template, version: file.version })
    return template
  }

  /** The error for templates that do not exist: `TEMPLATE_NOT_FOUND`, with the places that were looked in. */
  notFound(names: readonly string[]): Error {
    const places = this.#world.source.places()
    return fail('TEMPLATE_NOT_FOUND', {
      names: names.map((name) => JSON.stringify(name)).join(' or '),
      places: places.length > 0 ? places.join(', ') : 'this app, which has no template folder',
    })
  }

  /** A template from its text. */
  fromString(source: string): Template {
    const cached = this.#strings.get(source)
    if (cached !== undefined) return cached
    const template = this.#compile(source, '<string>', '<string>')
    const [oldest] = this.#strings.keys()
    if (this.#strings.size >= MAX_STRINGS && oldest !== undefined) this.#strings.delete(oldest)
    this.#strings.set(source, template)
    return template
  }

  global(name: string): unknown {
    return this.#world.globals.get(name)
  }

  /** Called where a template includes, extends or imports another. */
  getTemplate(
    wanted: unknown,
    _eager: boolean,
    _parent: string,
    ignoreMissing: boolean,
    callback: TemplateCallback,
  ): void {
    const names = (Array.isArray(wanted) ? wanted : [wanted]).map(String)
    const template = this.#first(names)
    if (template === undefined && !ignoreMissing) throw this.notFound(names)
    callback(null, template ?? this.fromString(''))
  }

  getFilter(name: string): TemplateFilter {
    return this.#world.filters.get(name) ?? unknown('filter', name, 'templateFilter')
  }

  getTest(name: string): unknown {
    return this.#world.tests.get(name) ?? unknown('test', name, 'templateTest')
  }

  #first(names: readonly string[]): Template | undefined {
    for (const name of names) {
      const template = this.find(name)
      if (template !== undefined) return template
    }
    return undefined
  }

  #compile(source: string, name: string, place: string): Template {
    const { asyncFilters, syntax } = this.#world
    return new Template(name, place, compile(source, place, asyncFilters, syntax), this)
  }
}

function unknown(kind: string, name: string, method: string): never {
  throw fail('TEMPLATE_UNKNOWN', { kind, name, hint: `Correct the name, or add it with \`app.${method}\`.` })
}
