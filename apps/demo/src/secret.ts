import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * The secret key of this installation: made on the first start, then read from its file, which only its owner may read.
 *
 * For a demo on one machine. Where an app is deployed, its key comes from the environment.
 */
export async function readOrMakeSecret(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true })
  try {
    // `wx` fails when the file is there, so of two first starts at once only one writes.
    await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFile(file, 'utf8')
}
