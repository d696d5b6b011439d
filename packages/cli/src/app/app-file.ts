import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fail } from '../errors.ts'

const EXTENSIONS = ['.ts', '.js', '.mts', '.mjs'] as const

/** Where an app is looked for when nobody says where it is. */
const USUAL_PLACES = ['app', 'src/app', 'main', 'src/main', 'index', 'src/index'].flatMap((name) =>
  ['.ts', '.js'].map((extension) => `${name}${extension}`),
)

/**
 * The full path of the file that holds the app.
 *
 * @param file - Path from the folder, with or without its extension, or a folder that holds one of the usual files.
 *   Default: the first of the usual files.
 * @throws {@link MicroError} `APP_FILE_MISSING` or `APP_TARGET_MISSING`, naming the files that were looked for.
 */
export function findAppFile(folder: string, file: string | undefined): string {
  if (file === undefined) {
    const found = firstFile(folder, USUAL_PLACES)
    if (found === undefined) throw fail('APP_FILE_MISSING', { folder, files: USUAL_PLACES.join(', ') })
    return found
  }
  const candidates = [
    file,
    ...EXTENSIONS.map((extension) => `${file}${extension}`),
    ...USUAL_PLACES.map((place) => join(file, place)),
  ]
  const found = firstFile(folder, candidates)
  if (found === undefined) {
    const files = candidates.slice(0, EXTENSIONS.length + 1).join(', ')
    throw fail('APP_TARGET_MISSING', { target: file, files, folder })
  }
  return found
}

function firstFile(folder: string, candidates: readonly string[]): string | undefined {
  return candidates.map((candidate) => resolve(folder, candidate)).find(isFile)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
