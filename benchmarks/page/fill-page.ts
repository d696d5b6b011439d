/**
 * Puts each text between its marks, `<!-- figures: name -->` and `<!-- end -->`, in place of what stands there.
 *
 * @throws for a mark without a text, and for a text without a mark.
 */
export function fillPage(page: string, texts: Readonly<Record<string, string>>): string {
  const unused = new Set(Object.keys(texts))
  const filled = page.replaceAll(/<!-- figures: (\w+) -->\n[^]*?<!-- end -->/g, (_, name: string) => {
    const text = texts[name]
    if (text === undefined) throw new Error(`The page asks for "${name}", which was not measured`)
    unused.delete(name)
    return `<!-- figures: ${name} -->\n\n${text}\n\n<!-- end -->`
  })
  if (unused.size > 0) throw new Error(`The page has no place for ${[...unused].join(', ')}`)
  return filled
}
