import { fail } from '../errors.ts'
import { write } from '../output.ts'
import { markSafe, type SafeHtml } from '../safe-html.ts'

// What ends a name in a start tag, and the quotes and controls that no name has.
// https://html.spec.whatwg.org/multipage/syntax.html#attributes-2
// oxlint-disable-next-line eslint/no-control-regex -- they are what is looked for
const NO_NAME = /[\s/>="'<\u0000-\u001f\u007f]/

/**
 * The filter `xmlattr`: an object as HTML attributes, with a blank before each. `undefined`, `null` and `false` leave
 * one out; `true` writes the name alone.
 *
 * Does not know which attributes run scripts: never let a client choose a name.
 *
 * @throws {@link MicroError} `TEMPLATE_ATTRIBUTE` for what is no name of an attribute.
 * @example
 * // <input{{ { name: 'q', value: query, required: true } | xmlattr }}>
 */
export function xmlAttributes(attributes: Readonly<Record<string, unknown>> | null | undefined): SafeHtml {
  const texts = Object.entries(attributes ?? {}).map(([name, value]) => {
    if (name === '' || NO_NAME.test(name)) throw fail('TEMPLATE_ATTRIBUTE', { name: JSON.stringify(name) })
    if (value === undefined || value === null || value === false) return ''
    return value === true ? ` ${name}` : ` ${name}="${quoted(value)}"`
  })
  return markSafe(texts.join(''))
}

/** HTML may have quotes in it, and so has JSON of `tojson`. */
function quoted(value: unknown): string {
  return write(value, true).replaceAll('"', '&quot;')
}
