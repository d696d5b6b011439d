import type { TemplateSurface } from '@micro/core'
import builtInTests from 'nunjucks/src/tests.js'
import { compile, type Syntax } from './compiler.ts'
import type { Context, Surroundings } from './context.ts'
import { fail } from './errors.ts'
import { builtInFilters, type Filter } from './filters/built-in.ts'
import { callbackFilter, isAsync } from './filters/callback-filter.ts'
import type { Globals } from './globals.ts'
import type { TemplateSource } from './source.ts'
import { Template } from './template.ts'

/** What the templates of one app stand on. */
export interface TemplateWorld {
  readonly surface: TemplateSurface
  readonly globals: Globals
  readonly filters: ReadonlyMap<string, Filter>
  readonly source: TemplateSource
  readonly syntax: Syntax
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
  readonly #filters = new Map<string, Filter>()

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

  /** @throws {@link MicroError} `TEMPLATE_NOT_FOUND`, with the places that were looked in. */
  need(names: readonly string[]): Template {
    for (const name of names) {
      const template = this.find(name)
      if (template !== undefined) return template
    }
    throw this.#notFound(names)
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
    const { surface, globals } = this.#world
    return surface.globals.has(name) ? surface.globals.get(name) : globals.get(name)
  }

  /** Called where a template includes, extends or imports another. */
  getTemplate(wanted: unknown, _eager: boolean, _parent: string, ignoreMissing: boolean, callback: TemplateCallback): void {
    const names = (Array.isArray(wanted) ? wanted : [wanted]).map(String)
    if (ignoreMissing && !names.some((name) => this.#exists(name))) callback(null, this.fromString(''))
    else callback(null, this.need(names))
  }

  getFilter(name: string): Filter {
    const known = this.#filters.get(name)
    if (known !== undefined) return known
    const filter = this.#world.surface.filters.get(name) ?? this.#world.filters.get(name)
    if (filter === undefined) throw fail('TEMPLATE_UNKNOWN', { kind: 'filter', name, hint: hint('templateFilter') })
    const callable = isAsync(filter) ? callbackFilter(name, filter) : filter
    this.#filters.set(name, callable)
    return callable
  }

  getTest(name: string): Filter {
    const test = this.#world.surface.tests.get(name) ?? TESTS.get(name)
    if (test === undefined) throw fail('TEMPLATE_UNKNOWN', { kind: 'test', name, hint: hint('templateTest') })
    return test
  }

  #exists(name: string): boolean {
    return this.#templates.has(name) || this.#world.source.find(name) !== undefined
  }

  #compile(source: string, name: string, place: string): Template {
    const asyncFilters = [...this.#world.surface.filters].filter(([, filter]) => isAsync(filter)).map(([filter]) => filter)
    return new Template(name, compile<Context>(source, place, asyncFilters, this.#world.syntax), this)
  }

  #notFound(names: readonly string[]): Error {
    const places = this.#world.source.places()
    return fail('TEMPLATE_NOT_FOUND', {
      names: names.map((name) => JSON.stringify(name)).join(' or '),
      places: places.length > 0 ? places.join(', ') : 'this app, which has no template folder',
    })
  }
}

const TESTS: ReadonlyMap<string, Filter> = new Map(Object.entries(builtInTests))

function hint(method: string): string {
  return `Correct the name, or add it with \`app.${method}\`.`
}
