/**
 * Whether a text can be the name of a template: relative, with `/` between folders, and without anything that a file
 * system reads as "elsewhere".
 *
 * Does not say that the template exists.
 *
 * @example
 * isTemplateName('blog/show.html') // true
 * isTemplateName('../secret.html') // false
 */
export function isTemplateName(name: string): boolean {
  if (name.includes('\0') || name.includes('\\') || name.includes(':')) return false
  return name.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..')
}

// A template may carry the name of the engine after that of what it makes: feed.xml.njk.
const ENGINE_EXTENSION = /\.(?:njk|nunjucks|j2|jinja|jinja2)$/i

/** The extension of what a template makes, in lower case with its dot: `'.html'`; `''` when it has none. */
export function outputExtension(name: string): string {
  const file = name.slice(name.lastIndexOf('/') + 1).replace(ENGINE_EXTENSION, '')
  const dot = file.lastIndexOf('.')
  return dot < 0 ? '' : file.slice(dot).toLowerCase()
}
