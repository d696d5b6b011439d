import { readFileSync } from 'node:fs'

/** The text of a file in UTF-8. Synchronous: for what is read once, while an app is set up. */
export function readText(path: string | URL): string {
  return readFileSync(path, 'utf8')
}
