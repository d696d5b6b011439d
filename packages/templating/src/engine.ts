import { beforeRenderTemplate, type RunningApp, templateRendered } from '@micro/core'
import { Environment, type TemplateWorld } from './environment.ts'
import { builtInFilters } from './filters/built-in.ts'
import { callbackFilter, isAsync } from './filters/callback-filter.ts'
import { templateGlobals } from './globals.ts'
import { folderSource } from './node/folder-source.ts'
import { firstOf, textSource } from './source.ts'
import { tests as builtInTests } from './nunjucks.js'
import type { RenderedTemplate, Renderer } from './renderer.ts'
import type { Template } from './template.ts'
import { outputExtension } from './template-name.ts'
import type { TemplatesOptions } from './templates-options.ts'
import { variablesFor } from './variables.ts'

/** The templates of one app, rendered by nunjucks. */
export class Engine implements Renderer {
  readonly #app: RunningApp
  readonly #unescaped: readonly string[]
  readonly #markup: Environment
  readonly #plain: Environment

  constructor(app: RunningApp, options: TemplatesOptions) {
    const world = worldOf(app, options)
    this.#app = app
    this.#unescaped = options.unescaped
    this.#markup = new Environment(world, true)
    this.#plain = new Environment(world, false)
  }

  async render(names: readonly string[], values: object): Promise<RenderedTemplate> {
    const template = this.#find(names)
    return { name: template.name, output: await this.#page(template, template.name, values) }
  }

  async renderString(source: string, values: object): Promise<string> {
    return this.#page(this.#markup.fromString(source), undefined, values)
  }

  #find(names: readonly string[]): Template {
    for (const name of names) {
      const environment = this.#unescaped.includes(outputExtension(name)) ? this.#plain : this.#markup
      const template = environment.find(name)
      if (template !== undefined) return template
    }
    throw this.#markup.notFound(names)
  }

  async #page(template: Template, name: string | undefined, values: object): Promise<string> {
    const variables = await variablesFor(this.#app, values)
    this.#app.emit(beforeRenderTemplate, { template: name, values: variables })
    const output = await template.page(variables)
    this.#app.emit(templateRendered, { template: name, values: variables })
    return output
  }
}

/** Gathers what the app has for its templates: its set-up is finished when the first of them is asked for. */
function worldOf({ templates, config, json, debug }: RunningApp, options: TemplatesOptions): TemplateWorld {
  const filters = new Map([...builtInFilters(json), ...templates.filters])
  const awaited = [...filters].filter(([, filter]) => isAsync(filter))
  for (const [name, filter] of awaited) filters.set(name, callbackFilter(name, filter))
  return {
    source: firstOf([textSource(options.templates), folderSource(templates.folders.map(({ path }) => path))]),
    syntax: options,
    filters,
    asyncFilters: awaited.map(([name]) => name),
    tests: new Map<string, unknown>([...Object.entries(builtInTests), ...templates.tests]),
    globals: templateGlobals(config, templates.globals),
    reload: debug,
  }
}
