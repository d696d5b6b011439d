import { fail } from '../errors.ts'
import type { AppTarget } from './app-target.ts'
import { type CliApp, isApp } from './cli-app.ts'

/** What a file exports, by name. */
export type Exports = Readonly<Record<string, unknown>>

/**
 * The app among the exports of a file: the export that was named; else `app` or the default export; else the only app
 * there is; else what the factory `createApp` returns, called without arguments.
 *
 * What a factory throws is passed on as it is.
 *
 * @param file - As it is shown in errors.
 * @throws {@link MicroError} `APP_AMBIGUOUS`, `APP_NOT_EXPORTED`, `APP_EXPORT_MISSING` or `APP_EXPECTED`.
 */
export async function exportedApp(file: string, exports: Exports, target: AppTarget): Promise<CliApp> {
  if (target.name !== undefined) return named(file, exports, target.name, target.args)
  const app = usualApp(file, exports)
  if (app !== undefined) return app
  if (typeof exports['createApp'] === 'function') return named(file, exports, 'createApp', target.args)
  throw fail('APP_NOT_EXPORTED', { file, exports: listOf(exports) })
}

function usualApp(file: string, exports: Exports): CliApp | undefined {
  const usual = [exports['app'], exports['default']].find(isApp)
  if (usual !== undefined) return usual
  const apps = Object.entries(exports).filter(([, value]) => isApp(value))
  if (new Set(apps.map(([, value]) => value)).size > 1) {
    const names = apps.map(([name]) => name).toSorted()
    throw fail('APP_AMBIGUOUS', { file, names: names.join(', '), first: names[0] ?? '' })
  }
  return apps.map(([, value]) => value).find(isApp)
}

async function named(
  file: string,
  exports: Exports,
  name: string,
  args: readonly unknown[],
): Promise<CliApp> {
  if (!Object.hasOwn(exports, name))
    throw fail('APP_EXPORT_MISSING', { file, name, exports: listOf(exports) })
  const value = exports[name]
  if (isApp(value)) return value
  const made: unknown = typeof value === 'function' ? await Reflect.apply(value, undefined, args) : value
  if (!isApp(made)) throw fail('APP_EXPECTED', { file, name, kind: kindOf(made) })
  return made
}

function listOf(exports: Exports): string {
  return Object.keys(exports).join(', ') || 'nothing'
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`
}
