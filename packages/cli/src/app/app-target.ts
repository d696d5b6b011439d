import { fail } from '../errors.ts'
import { parseLiterals } from './literals.ts'

/** Which app is meant. */
export interface AppTarget {
  /** Path of the file as it was given, maybe without its extension; `undefined` for the usual places. */
  readonly file: string | undefined
  /** Export that is the app or makes it; `undefined` for the usual names. */
  readonly name: string | undefined
  /** What a factory is called with. */
  readonly args: readonly unknown[]
}

/** `:name` or `:name(…)` at the end. */
const EXPORT = /:([\p{ID_Start}$_][\p{ID_Continue}$]*)(?:\(([^]*)\))?$/u

/**
 * Reads what `--app` was given: `file`, `file:export` or `file:factory(arguments)`; nothing for the usual app.
 *
 * @throws {@link MicroError} `APP_ARGUMENTS` for arguments that are not literal values.
 * @example
 * parseAppTarget('src/app.ts:createApp({ debug: true })')
 * // { file: 'src/app.ts', name: 'createApp', args: [{ debug: true }] }
 */
export function parseAppTarget(target: string): AppTarget {
  const found = EXPORT.exec(target)
  const file = target.slice(0, found?.index)
  return {
    file: file === '' ? undefined : file,
    name: found?.[1],
    args: argumentsOf(target, found?.[2] ?? ''),
  }
}

function argumentsOf(target: string, text: string): readonly unknown[] {
  const { values, problem } = parseLiterals(text)
  if (problem !== undefined) throw fail('APP_ARGUMENTS', { target, problem })
  return values
}
