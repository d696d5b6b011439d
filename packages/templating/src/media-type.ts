import { outputExtension } from './template-name.ts'

const HTML = 'text/html; charset=utf-8'

const BY_EXTENSION: ReadonlyMap<string, string> = new Map([
  ['.html', HTML],
  ['.htm', HTML],
  ['.xhtml', 'application/xhtml+xml; charset=utf-8'],
  ['.xml', 'application/xml; charset=utf-8'],
  ['.atom', 'application/atom+xml; charset=utf-8'],
  ['.rss', 'application/rss+xml; charset=utf-8'],
  ['.svg', 'image/svg+xml; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.md', 'text/markdown; charset=utf-8'],
  ['.csv', 'text/csv; charset=utf-8'],
  ['.ics', 'text/calendar; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json'],
  ['.webmanifest', 'application/manifest+json'],
])

/** The media type of what a template makes, by its name; of an unknown one HTML, since that is how it is escaped. */
export function mediaTypeOf(name: string): string {
  return BY_EXTENSION.get(outputExtension(name)) ?? HTML
}
