import { HttpError, InternalServerError } from '../ground/http-error.ts'
import { describe } from '../ground/logger.ts'
import { statusPhrase } from '../ground/status.ts'
import { negotiator } from '../http/accept.ts'
import { HTML, Reply, TEXT } from '../message/reply.ts'

/** The reply to an error, for a client that says in `accept` what it takes. */
export type ErrorPage = (error: unknown, accept: string | undefined) => Reply

/** What a page is written as. */
interface Format {
  readonly type: string
  /** The header lines of a page whose error has none of its own. */
  readonly lines: readonly string[]
}

const PROBLEM: Format = /* @__PURE__ */ formatOf('application/problem+json')
const PAGE: Format = /* @__PURE__ */ formatOf(HTML)
const PLAIN: Format = /* @__PURE__ */ formatOf(TEXT)

/** By what a client may ask for; one that takes anything gets the first. */
const FORMATS: ReadonlyMap<string, Format> = /* @__PURE__ */ new Map([
  ['application/problem+json', PROBLEM],
  ['application/json', PROBLEM],
  ['text/html', PAGE],
  ['text/plain', PLAIN],
])

/**
 * Makes the replies to errors for which the app has no handler: a page, a text or problem details, by what the client
 * accepts; a client that takes anything gets problem details.
 *
 * They say the status and the detail of an {@link HttpError}. Of any other error they say nothing, unless in debug.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function createErrorPage(debug: boolean): ErrorPage {
  const choose = negotiator([...FORMATS.keys()])
  /** The problem details of an error that says no more than its status, by that. */
  const bare = new Map<number, string>()

  function problemOf(error: HttpError, trace: string | undefined): string {
    const saysMore = error.detail !== '' || trace !== undefined || Object.keys(error.problem).length > 0
    if (saysMore) return problem(error, trace)
    const text = bare.get(error.status) ?? problem(error, undefined)
    bare.set(error.status, text)
    return text
  }

  function bodyOf(format: Format, error: HttpError, trace: string | undefined): string {
    if (format === PAGE) return page(titleOf(error), error.detail, trace)
    if (format === PLAIN) return [titleOf(error), error.detail, trace].filter(Boolean).join('\n')
    return problemOf(error, trace)
  }

  return (error, accept) => {
    const shown = error instanceof HttpError ? error : new InternalServerError()
    const trace = debug && shown.status >= 500 ? describe(error) : undefined
    const format = FORMATS.get(choose(accept) ?? '') ?? PROBLEM
    const reply = withFields(bodyOf(format, shown, trace), format, Object.entries(shown.headers))
    reply.status = shown.status
    return reply
  }
}

function formatOf(type: string): Format {
  // A cache must not hand the page of a browser to a client of an API.
  const lines = ['content-type', type, 'vary', 'accept', 'x-content-type-options', 'nosniff']
  // They are in the hands of every hook that sees such a page.
  return { type, lines: Object.freeze(lines) }
}

function withFields(body: string, { type, lines }: Format, own: readonly [string, string][]): Reply {
  if (own.length === 0) return Reply.withLines(body, lines)
  const reply = new Reply(body, type)
  for (const [name, value] of own) reply.headers.set(name, value)
  reply.headers.vary('accept').set('x-content-type-options', 'nosniff')
  return reply
}

function titleOf({ status }: HttpError): string {
  return `${status} ${statusPhrase(status)}`
}

function problem(error: HttpError, trace: string | undefined): string {
  return JSON.stringify({
    type: 'about:blank',
    title: statusPhrase(error.status),
    status: error.status,
    ...(error.detail === '' ? {} : { detail: error.detail }),
    ...error.problem,
    ...(trace === undefined ? {} : { trace }),
  })
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
