/**
 * The elements of an XML text that are not closed where they should be; none in one that is well-formed.
 *
 * Enough for what the blog writes. The browser tests have a real parser look at it, too.
 */
export function unclosedTags(xml: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [, slash, name = '', rest = ''] of xml.matchAll(/<(\/?)([A-Za-z][\w:-]*)([^<>]*)>/g)) {
    if (slash === '/' && open.pop() !== name) wrong.push(name)
    if (slash === '' && !rest.endsWith('/')) open.push(name)
  }
  return [...wrong, ...open]
}
