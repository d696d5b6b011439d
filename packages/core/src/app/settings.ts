import { fail } from '../ground/codes.ts'
import type { Config } from '../ground/config.ts'
import {
  defineOptions,
  booleanOption,
  integerOption,
  choiceOption,
  type Option,
  customOption,
  optionalStringOption,
  stringOption,
  stringListOption,
} from '../ground/options.ts'
import type { ProxyTrust } from '../http/forwarded.ts'
import type { Limits } from '../message/limits.ts'
import type { ServerLimits } from '../pipeline/platform.ts'
import { nearestName } from '../routing/nearest-name.ts'
import { issuePath } from '../ground/schema.ts'

/** The settings that core itself reads, complete and valid. */
export interface CoreSettings extends Limits, ServerLimits {
  /** Shows errors with their stack, logs more. Never in production. Default: false. */
  readonly debug: boolean
  /** Signs what clients keep for the app. */
  readonly secretKey: string | undefined
  /** Former secret keys: they verify, and never sign. */
  readonly secretKeyFallbacks: readonly string[]
  /** Host of whole addresses that are made outside of a request, such as `'example.com'`. */
  readonly serverName: string | undefined
  /** Scheme of whole addresses that are made outside of a request. Default: `'http'`. */
  readonly preferredUrlScheme: 'http' | 'https'
  /** Path below which the app is reached, which whatever is in front of it takes away. Default: `'/'`. */
  readonly applicationRoot: string
  /** Hosts that the app answers to, `'.example.com'` for it and its subdomains; others get 400. Default: any. */
  readonly trustedHosts: readonly string[] | undefined
  /** Proxies that may say who the client is. Default: nobody. */
  readonly trustedProxies: ProxyTrust | undefined
  /** How long a handler may take, in milliseconds; a route may say otherwise. Default: 30,000. Over it: 503. */
  readonly handlerTimeout: number
  /** How long clients may keep a static file without asking again, in seconds. Default: 0, they always ask. */
  readonly staticMaxAge: number
}

/** What a timer can wait for: longer than 24 days it would not wait at all. */
const TIMEOUT = { min: 1, max: 2_147_483_647 }

const TABLE: { readonly [Name in keyof CoreSettings]: Option<CoreSettings[Name]> } = {
  debug: booleanOption(false),
  secretKey: optionalStringOption(),
  secretKeyFallbacks: stringListOption(),
  serverName: optionalStringOption(),
  preferredUrlScheme: choiceOption(['http', 'https'], 'http'),
  applicationRoot: stringOption('/'),
  trustedHosts: customOption<readonly string[] | undefined>(undefined, 'a list of hosts', isTexts),
  maxBodySize: integerOption(1_048_576, { min: 1 }),
  maxFormMemory: integerOption(500_000, { min: 1 }),
  maxFormParts: integerOption(1000, { min: 1 }),
  maxFileMemory: integerOption(65_536, { min: 1 }),
  maxHeaderCount: integerOption(100, { min: 1 }),
  maxHeaderSize: integerOption(16_384, { min: 1 }),
  maxConnections: integerOption(10_000, { min: 1 }),
  headersTimeout: integerOption(10_000, TIMEOUT),
  requestTimeout: integerOption(30_000, TIMEOUT),
  keepAliveTimeout: integerOption(5000, TIMEOUT),
  writeTimeout: integerOption(30_000, TIMEOUT),
  closeTimeout: integerOption(30_000, TIMEOUT),
  handlerTimeout: integerOption(30_000, TIMEOUT),
  trustedProxies: customOption<ProxyTrust | undefined>(
    undefined,
    "an object with the `peers` to trust, and a `header` of 'x-forwarded' or 'forwarded'",
    isTrust,
  ),
  staticMaxAge: integerOption(0),
}

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
  throw fail('CONFIG_VALUE', { key, rule: issue?.message ?? '', layer: config.describeOrigin(key) })
}

/** Settings that are neither core's nor an extension's, and are called nearly like one of core's: by what is there, and what was probably meant. */
export function misspelt(config: Config, extensions: readonly string[]): ReadonlyMap<string, string> {
  const known = Object.keys(TABLE)
  const strange = Object.keys(config.values).filter(
    (name) => !known.includes(name) && !extensions.includes(name),
  )
  const pairs = strange.map((name) => [name, nearestName(name, known)] as const)
  return new Map(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined))
}

function isTrust(value: unknown): value is ProxyTrust {
  if (typeof value !== 'object' || value === null || !('peers' in value) || !isTexts(value.peers))
    return false
  // Misspelt it would stand for the other kind, which a proxy passes on as the client sent it.
  return !('header' in value) || value.header === 'x-forwarded' || value.header === 'forwarded'
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
