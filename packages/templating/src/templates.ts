import {
  type AppSetup,
  currentApp,
  type Extension,
  Reply,
  type ReplyOptions,
  type RunningApp,
  type StandardSchema,
} from '@micro/core'
import { Engine } from './engine.ts'
import { mediaTypeOf } from './media-type.ts'
import type { Renderer } from './renderer.ts'
import { type TemplatesOptions, templatesOptions } from './templates-options.ts'

/** What {@link Templates} keeps for one app. */
export interface TemplatesState {
  /** Renders its templates. Made when it is first asked for: by then everything is registered. */
  renderer(app: RunningApp): Renderer
}

/**
 * Templates by nunjucks, with Flask's habits: found in the folders of the app and its blueprints, escaped, and with
 * `url_for`, `request` and whatever the app and its extensions add.
 *
 * Made once, unbound; renders for the app that is at work. Does not make untrusted templates safe to run: a template is
 * code of its developer.
 *
 * @example
 * const templates = new Templates({ templates: { 'hello.html': '<h1>Hello, {{ name }}!</h1>' } })
 * const app = new App()
 * app.register(templates)
 * app.get('/hello/<name>', ({ params }) => templates.render('hello.html', { name: params.name }))
 */
export class Templates implements Extension<TemplatesState, TemplatesOptions> {
  readonly name = 'templates'
  readonly options: StandardSchema<unknown, TemplatesOptions>

  /** @param options - Defaults for every app; `app.register(templates, options)` and the configuration win over them. */
  constructor(options: Partial<TemplatesOptions> = {}) {
    this.options = templatesOptions(options)
  }

  /** Does no I/O: a template is read when it is first rendered. */
  initApp(_app: AppSetup, options: TemplatesOptions): TemplatesState {
    let engine: Engine | undefined
    return { renderer: (app) => (engine ??= new Engine(app, options)) }
  }

  /**
   * Renders a template. A handler can return the text as it is: it is a page.
   *
   * @param name - Relative to a template folder: `'blog/show.html'`. Of a list, the first that exists.
   * @param values - Names for the template; they win over those of context processors. Promises are awaited.
   * @throws {@link MicroError} `TEMPLATE_NOT_FOUND`, `TEMPLATE_SYNTAX` or `TEMPLATE_FAILED`; `NO_APP` outside of an app.
   * @example
   * const templates = new Templates()
   * app.get('/', () => templates.render('index.html', { post: findPost(7) }))
   */
  async render(name: string | readonly string[], values: object = {}): Promise<string> {
    const { output } = await this.#renderer().render(namesOf(name), values)
    return output
  }

  /**
   * Renders a template into a reply whose media type goes by the name: a feed, a text, a page with another status.
   *
   * @throws {@link MicroError} As {@link Templates.render}.
   * @example
   * const templates = new Templates()
   * app.get('/feed', () => templates.renderReply('feed.atom', { post: findPost(7) }))
   * app.errorHandler(404, () => templates.renderReply('404.html', {}, { status: 404 }))
   */
  async renderReply(
    name: string | readonly string[],
    values: object = {},
    options: ReplyOptions = {},
  ): Promise<Reply> {
    const { name: found, output } = await this.#renderer().render(namesOf(name), values)
    return new Reply(output, mediaTypeOf(found), options)
  }

  /**
   * Renders a template that is given as a text, escaped like HTML.
   *
   * The text becomes code: never put into it what came from outside. Hand that over as a value.
   *
   * @throws {@link MicroError} `TEMPLATE_SYNTAX` or `TEMPLATE_FAILED`; `NO_APP` outside of an app.
   * @example
   * const templates = new Templates()
   * await templates.renderString('Hello, {{ name }}!', { name: '<b>' }) // 'Hello, &lt;b&gt;!'
   */
  async renderString(source: string, values: object = {}): Promise<string> {
    return this.#renderer().renderString(source, values)
  }

  #renderer(): Renderer {
    const app = currentApp()
    return app.extension(this).renderer(app)
  }
}

function namesOf(name: string | readonly string[]): readonly string[] {
  return typeof name === 'string' ? [name] : name
}
