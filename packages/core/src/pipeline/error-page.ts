import { HttpError, InternalServerError } from '../ground/http-error.ts'
import { describe } from '../ground/logger.ts'
import { statusPhrase } from '../ground/status.ts'
import { accepts } from '../http/accept.ts'
import { HTML, Reply, TEXT } from '../message/reply.ts'

const PROBLEM = 'application/problem+json'

/**
 * The reply to an error for which the app has no handler: a page, a text or problem details, by what the client
 * accepts; a client that takes anything gets problem details.
 *
 * Says the status and the detail of an {@link HttpError}. Of any other error it says nothing, unless in debug.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function errorPage(error: unknown, accept: string | undefined, debug = false): Reply {
  const shown = error instanceof HttpError ? error : new InternalServerError()
  const trace = debug && shown.status >= 500 ? describe(error) : undefined
  const reply = write(shown, accepts(accept, [PROBLEM, 'application/json', 'text/html', 'text/plain']), trace)
  reply.status = shown.status
  for (const [name, value] of Object.entries(shown.headers)) reply.headers.set(name, value)
  // A cache must not hand the page of a browser to a client of an API.
  reply.headers.vary('accept').set('x-content-type-options', 'nosniff')
  return reply
}

function write(error: HttpError, type: string | undefined, trace: string | undefined): Reply {
  const title = statusPhrase(error.status)
  if (type === 'text/html') return new Reply(page(`${error.status} ${title}`, error.detail, trace), HTML)
  if (type === 'text/plain')
    return new Reply([`${error.status} ${title}`, error.detail, trace].filter(Boolean).join('\n'), TEXT)
  const problem = {
    type: 'about:blank',
    title,
    status: error.status,
    ...(error.detail === '' ? {} : { detail: error.detail }),
    ...error.problem,
    ...(trace === undefined ? {} : { trace }),
  }
  return new Reply(JSON.stringify(problem), PROBLEM)
}

function page(title: string, detail: string, trace: string | undefined): string {
  const paragraph = detail === '' ? '' : `\n<p>${escapeHtml(detail)}</p>`
  const details = trace === undefined ? '' : `\n<pre>${escapeHtml(trace)}</pre>`
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<h1>${escapeHtml(title)}</h1>${paragraph}${details}
</html>
`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text that stands for itself in HTML, also between quotes of an attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
