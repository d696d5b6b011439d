/** A template that was rendered. */
export interface RenderedTemplate {
  /** Of the names that were asked for, the one that exists. */
  readonly name: string
  readonly output: string
}

/** What renders the templates of one app. */
export interface Renderer {
  /** Renders the first of these templates that exists. @throws {@link MicroError} `TEMPLATE_NOT_FOUND` when none does. */
  render(names: readonly string[], values: object): Promise<RenderedTemplate>
  /** Renders a template from its text. */
  renderString(source: string, values: object): Promise<string>
}
