import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of a template: its path within it, and its text. */
export interface TemplateFile {
  readonly path: string
  readonly text: string
}

/**
 * The files of a template, with words in the place of others: of `{ CLASS: 'Hello' }` each `CLASS`.
 *
 * @param name - A folder of `templates/`, which lies beside `src` as beside `dist`.
 */
export function templateFiles(
  name: string,
  words: Readonly<Record<string, string>>,
): readonly TemplateFile[] {
  const folder = fileURLToPath(new URL(`../templates/${name}`, import.meta.url))
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name: file }) => join(parentPath, file))
    .toSorted()
    .map((file) => ({
      path: nameOf(relative(folder, file)),
      text: filledIn(readFileSync(file, 'utf8'), words),
    }))
}

/** A `package.json` within a package would be taken for one: there it is called `package.json.template`. */
function nameOf(path: string): string {
  return path.replace(/\.template$/, '')
}

function filledIn(text: string, words: Readonly<Record<string, string>>): string {
  return Object.entries(words).reduce((filled, [word, value]) => filled.replaceAll(word, () => value), text)
}
