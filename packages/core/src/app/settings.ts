import { fail } from '../ground/codes.ts'
import type { Config } from '../ground/config.ts'
import { defineOptions, flag, integer, oneOf, option, optionalText, type OptionsOf, text, texts } from '../ground/options.ts'
import { issuePath } from '../ground/schema.ts'

const TABLE = {
  /** Shows errors with their stack, logs more. Never in production. Default: false. */
  debug: flag(false),
  /** Signs what clients keep for the app. */
  secretKey: optionalText(),
  /** Former secret keys: they verify, and never sign. */
  secretKeyFallbacks: texts(),
  /** Host of whole addresses that are made outside of a request, such as `'example.com'`. */
  serverName: optionalText(),
  /** Scheme of whole addresses that are made outside of a request. Default: `'http'`. */
  preferredUrlScheme: oneOf(['http', 'https'], 'http'),
  /** Path below which the app is reached, which whatever is in front of it takes away. Default: `'/'`. */
  applicationRoot: text('/'),
  /** Hosts that the app answers to, `'.example.com'` for it and its subdomains; others get 400. Default: any. */
  trustedHosts: option<readonly string[] | undefined>(undefined, 'a list of hosts', isTexts),
  /** Most bytes of a body. Default: 1 MiB. */
  maxBodySize: integer(1_048_576, { min: 1 }),
  /** Most bytes of all text fields of a form. Default: 500,000. */
  maxFormMemory: integer(500_000, { min: 1 }),
  /** Most fields and files of a form. Default: 1,000. */
  maxFormParts: integer(1000, { min: 1 }),
}

/** The settings that core itself reads, complete and valid. */
export type CoreSettings = OptionsOf<typeof TABLE>

/** What `app.config` takes: the settings of core, and a section for each extension by its name. */
export type Settings = Partial<CoreSettings> & Readonly<Record<string, unknown>>

const SCHEMA = defineOptions(TABLE)

/**
 * The settings of core out of an app's configuration.
 *
 * @throws {@link MicroError} `CONFIG_VALUE` for the first that is not valid, with its rule and where it came from.
 */
export function readSettings(config: Config): CoreSettings {
  const known = Object.keys(TABLE).map((name) => [name, config.get(name)])
  const result = SCHEMA['~standard'].validate(Object.fromEntries(known))
  if (result.issues === undefined) return result.value
  const [issue] = result.issues
  const key = issue === undefined ? '' : issuePath(issue)
  throw fail('CONFIG_VALUE', { key, rule: issue?.message ?? '', layer: config.originOf(key) ?? 'default' })
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
