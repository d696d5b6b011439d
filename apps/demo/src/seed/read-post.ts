/** A post as it lies in the folder `posts/`. */
export interface SeedPost {
  readonly title: string
  readonly author: string
  readonly daysAgo: number
  readonly tags: readonly string[]
  /** Markdown. */
  readonly body: string
}

/** Reads a post: lines of `name: value` between two lines of `---`, then Markdown. */
export function readPost(text: string): SeedPost {
  const [, head = '', body = ''] = text.split(/^---$\n/m)
  const facts = new Map(head.trim().split('\n').map(fact))
  return {
    title: facts.get('title') ?? '',
    author: facts.get('author') ?? '',
    daysAgo: Number(facts.get('days-ago')),
    tags: (facts.get('tags') ?? '').split(', '),
    body: body.trim(),
  }
}

function fact(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(': ')
  return [line.slice(0, colon), line.slice(colon + 2)]
}
