import { isFieldValue } from './header.ts'

/**
 * Whether a text is one link as it stands in a `Link` field: a target in angle brackets and its parameters.
 *
 * @example
 * isLink('</style.css>; rel=preload; as=style') // true
 * isLink('/style.css') // false
 * @see https://www.rfc-editor.org/rfc/rfc8288#section-3
 */
export function isLink(text: string): boolean {
  return isFieldValue(text) && LINK.test(text)
}

const LINK = /^<[^<>\s"]+>(?:[\t ]*;[\t ]*[\w!#$%&'*+\-.^`|~]+(?:=(?:[\w!#$%&'*+\-.^`|~/:]+|"[^"\\]*"))?)*$/
