import { Marked, Renderer, type Token, type Tokens } from 'marked'
import sanitize from 'sanitize-html'
import { cleanLine, excerpt, printable } from '../text.ts'

const marked = new Marked({
  gfm: true,
  renderer: {
    // A table that is wider than a phone scrolls by itself, also by keyboard.
    table(token) {
      return `<div class="table-scroll" tabindex="0">${Renderer.prototype.table.call(this, token)}</div>`
    },
  },
})

const ELEMENTS =
  'h2 h3 h4 p br hr blockquote pre code ul ol li div table thead tbody tr th td a em strong del sub sup kbd img figure figcaption'

/** What may be in a post. Whatever else an author writes is shown as the text it is. */
const ALLOWED: sanitize.IOptions = {
  allowedTags: ELEMENTS.split(' '),
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title', 'width', 'height', 'loading'],
    ol: ['start'],
    th: ['align'],
    td: ['align'],
    div: ['tabindex'],
  },
  allowedClasses: { div: ['table-scroll'], code: ['language-*'] },
  allowedSchemes: ['https', 'http', 'mailto'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'escape',
  // An entity such as `&#8;` is a character that was not there when the text was cleaned.
  textFilter: printable,
  transformTags: {
    '*': (tagName, attributes) => ({
      tagName,
      attribs: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, printable(value)]),
      ),
    }),
    // The title of the post is the page's h1.
    h1: 'h2',
    a: sanitize.simpleTransform('a', { rel: 'noopener noreferrer' }),
    img: sanitize.simpleTransform('img', { loading: 'lazy' }),
  },
}

/** The HTML of a post, safe to be put into a page. Relative links stay relative. */
export function toHtml(markdown: string): string {
  return sanitize(marked.parse(markdown, { async: false }), ALLOWED)
}

/** The first paragraph of a post as plain text, cut to the length of a teaser. */
export function toSummary(markdown: string): string {
  const paragraph = marked.lexer(markdown).find((token) => token.type === 'paragraph')
  return excerpt(cleanLine(plainText(paragraph === undefined ? [] : [paragraph])), 220)
}

/** Deeper than anybody means it, and far from what the parser has a stack for. */
const MAX_DEPTH = 40

/** Whether a text can be read as Markdown: not when it is quotes in lists in quotes, without end. */
export function isReadable(markdown: string): boolean {
  try {
    return depthOf(marked.lexer(markdown)) <= MAX_DEPTH
  } catch {
    // The parser calls itself for every level and has run out of stack.
    return false
  }
}

/** Level by level, because this must not run out of stack as well. */
function depthOf(tokens: readonly Token[]): number {
  let depth = 0
  for (let level = tokens; level.length > 0; level = level.flatMap(childrenOf)) depth++
  return depth
}

function childrenOf(token: Token): readonly Token[] {
  if (isTable(token)) return [...token.header, ...token.rows.flat()].flatMap(({ tokens }) => tokens)
  if ('tokens' in token && token.tokens !== undefined) return token.tokens
  return 'items' in token && Array.isArray(token.items) ? token.items : []
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table'
}

function plainText(tokens: readonly Token[]): string {
  return tokens.map(plainToken).join('')
}

function plainToken(token: Token): string {
  if ('tokens' in token && token.tokens !== undefined) return plainText(token.tokens)
  if (token.type === 'br') return ' '
  return 'text' in token && typeof token.text === 'string' ? token.text : ''
}
