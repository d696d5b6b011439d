import type { Example } from './example.ts'

/** What a page says, block by block, before its files have folders. */
interface Block {
  readonly line: number
  readonly language: string
  /** The words after the language: `no-run`, `file=app.ts`. */
  readonly words: readonly string[]
  readonly code: string
  readonly setup: string
}

const FENCE = /^(\s*)(`{3,}|~{3,})\s*(\S*)(.*)$/
const HIDDEN = /^<!--\s*(setup|preamble)\s*$/

/**
 * Takes the examples out of a Markdown page.
 *
 * - ```` ```ts ```` is compiled and run, a program of its own; ```` ```ts no-run ```` is compiled.
 * - ```` ```ts file=app.ts ```` names the file. The files of a page lie in one folder and import each other; a name that
 *   comes again replaces the file from there on. With `file=`, other languages are written too: templates, styles.
 * - `<!-- setup … -->` holds code that stands before the next block, `<!-- preamble … -->` before every block below. The
 *   reader does not see either.
 *
 * @param source - The page, from the repository's root.
 */
export function markdownExamples(source: string, text: string): readonly Example[] {
  const examples: Example[] = []
  let folder = 1
  let current = new Map<string, Example>()
  for (const block of blocksOf(text)) {
    const file = block.words.find((word) => word.startsWith('file='))?.slice('file='.length)
    const compiled = block.language === 'ts'
    if (!compiled && file === undefined) continue
    if (file !== undefined && current.has(file)) {
      current = copied(current, `${source}/${++folder}`, file)
      examples.push(...current.values())
    }
    const name = file ?? `line-${block.line}.ts`
    const example: Example = {
      source,
      line: block.line,
      code: block.code,
      setup: block.setup,
      file: `${source}/${folder}/${name}`,
      compiled,
      run: compiled && !block.words.includes('no-run'),
    }
    if (file !== undefined) current.set(file, example)
    examples.push(example)
  }
  return examples
}

/** The files so far in a folder of their own, without the one that is replaced; each has run already. */
function copied(files: ReadonlyMap<string, Example>, folder: string, replaced: string): Map<string, Example> {
  const kept = [...files].filter(([name]) => name !== replaced)
  return new Map(kept.map(([name, example]) => [name, { ...example, file: `${folder}/${name}`, run: false }]))
}

function blocksOf(text: string): readonly Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  let preamble = ''
  let setup = ''
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const hidden = HIDDEN.exec(line)
    if (hidden) {
      const end = indexFrom(lines, at + 1, (one) => one.trim() === '-->')
      const code = `${lines.slice(at + 1, end).join('\n')}\n`
      if (hidden[1] === 'setup') setup += code
      else preamble += code
      at = end
      continue
    }
    const fence = FENCE.exec(line)
    if (!fence) continue
    const [, indent = '', ticks = '', language = '', info = ''] = fence
    const end = indexFrom(
      lines,
      at + 1,
      (one) => one.trim().startsWith(ticks) && one.trim().replaceAll(ticks[0] ?? '`', '') === '',
    )
    const code = lines
      .slice(at + 1, end)
      .map((one) => one.slice(Math.min(indent.length, one.length - one.trimStart().length)))
    blocks.push({
      line: at + 2,
      language,
      words: info.trim().split(/\s+/),
      code: code.join('\n'),
      setup: preamble + setup,
    })
    setup = ''
    at = end
  }
  return blocks
}

/** The first line from a place on that is wanted, or the end. */
function indexFrom(lines: readonly string[], start: number, wanted: (line: string) => boolean): number {
  const found = lines.slice(start).findIndex(wanted)
  return found < 0 ? lines.length : start + found
}
