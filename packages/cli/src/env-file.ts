import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import type { CliIo } from './cli-io.ts'
import { fail } from './errors.ts'

/** The file that is read when none is named, where it is there. */
const USUAL_FILE = '.env'

/**
 * Adds the variables of an env file to the environment. What is set already stays as it is.
 *
 * @param file - Path from `io.cwd`; `false` to read none. Default: `.env`, if there is one.
 * @returns The full path of the file that was read; `undefined` when none was.
 * @throws {@link MicroError} `ENV_FILE_UNREADABLE` for a file that was named.
 */
export function loadEnvFile({ cwd, env }: CliIo, file: string | false | undefined): string | undefined {
  if (file === false) return undefined
  const path = resolve(cwd, file ?? USUAL_FILE)
  const text = readText(path, cwd, file === undefined)
  if (text === undefined) return undefined
  for (const [name, value] of Object.entries(parseEnv(text))) env[name] ??= value
  return path
}

function readText(path: string, folder: string, optional: boolean): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (optional && error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    const problem = error instanceof Error ? error.message : String(error)
    throw fail('ENV_FILE_UNREADABLE', { file: path, problem, folder }, { cause: error })
  }
}
