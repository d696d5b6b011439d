import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Files by their path, with their text. */
export type Tree = Readonly<Record<string, string>>

/** A folder of its own, deleted at the end of its scope. */
export interface ScratchFolder extends Disposable {
  readonly path: string
}

/**
 * Makes an empty folder outside the repository.
 *
 * @example
 * using folder = scratchFolder()
 */
export function scratchFolder(): ScratchFolder {
  const path = mkdtempSync(join(tmpdir(), 'micro-house-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Writes a tree of files into a folder. */
export function writeTree(root: string, tree: Tree): void {
  for (const [path, text] of Object.entries(tree)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
