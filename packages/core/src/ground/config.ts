import { fail } from './codes.ts'
import { codeOf, MicroError } from './errors.ts'
import { isPlainObject } from './plain.ts'
import { isPromise } from './promise.ts'
import { issuePath, type StandardSchema } from './schema.ts'
import { masked } from './secrets.ts'

/** Where a value came from; of two, the one further right counts. */
export type ConfigLayer = 'default' | 'file' | 'environment' | 'code'

const LAYERS: readonly ConfigLayer[] = ['default', 'file', 'environment', 'code']

/** Values by name, sections nested. */
export type ConfigValues = Readonly<Record<string, unknown>>

/** Gives the text of a file, at once. */
export type ReadText = (path: string | URL) => string

/** How a file is read. */
export interface ConfigFileOptions {
  /** Turns the text into values: `parse` of a YAML or TOML library. Default: `JSON.parse`. */
  readonly parse?: (text: string) => unknown
  /** Whether the file may be missing. Default: false. */
  readonly optional?: boolean
}

/** One value and where it came from. */
export interface ConfigEntry {
  /** Dotted: `'database.url'`. */
  readonly name: string
  /** As JSON; of a secret only that it is there. */
  readonly value: string
  readonly layer: ConfigLayer
  /** The file or the variable: `'settings.json'`, `'MICRO_DATABASE__URL'`; `''` for values given in code. */
  readonly source: string
}

/** One value of one layer. */
interface Leaf {
  readonly value: unknown
  readonly layer: ConfigLayer
  readonly source: string
}

/**
 * The settings of an app in layers: defaults < file < environment < code, whichever order they are loaded in; within
 * a layer the last one counts. Sections are merged name by name, lists are replaced.
 *
 * @example
 * app.config.fromPrefixedEnv('MICRO').fromObject({ debug: true })
 */
export class Config {
  readonly #layers = new Map<ConfigLayer, ConfigValues>()
  /** Who gave a value, by layer and dotted name. */
  readonly #sources = new Map<string, string>()
  readonly #readText: ReadText
  #merged: ConfigValues | undefined
  #locked = false

  /** @param readText - Reads files; that of an app can. Default: there are none. */
  constructor(readText: ReadText = noFiles) {
    this.#readText = readText
  }

  /** Settings given in code. @throws {@link MicroError} `CONFIG_LOCKED` after the start. */
  fromObject(values: ConfigValues, layer: ConfigLayer = 'code'): this {
    return this.#load(values, layer, '')
  }

  /**
   * Settings from a file, JSON unless `parse` says otherwise. Read at once, in one go: while an app is set up.
   *
   * @param path - Relative to the working folder. To be beside the code: `new URL('settings.json', import.meta.url)`.
   * @throws {@link MicroError} `CONFIG_FILE` when it is missing, cannot be read, or holds no object; `CONFIG_LOCKED`; `NO_PLATFORM`.
   * @example
   * app.config.fromFile('settings.json', { optional: true })
   */
  fromFile(path: string | URL, { parse = JSON.parse, optional = false }: ConfigFileOptions = {}): this {
    const values = readFile(this.#readText, path, parse, optional)
    return values === undefined ? this : this.#load(values, 'file', nameOf(path))
  }

  /**
   * Settings from environment variables: `MICRO_SECRET_KEY` is `secretKey`, `MICRO_DATABASE__POOL_SIZE=5` is
   * `{ database: { poolSize: 5 } }`. A value that reads as JSON is that value, any other is a text.
   *
   * @param prefix - Without the underscore. Default: `'MICRO'`.
   * @param env - Default: the variables of this process, where there is one.
   */
  fromPrefixedEnv(prefix = 'MICRO', env: Readonly<Record<string, string | undefined>> = processEnv()): this {
    for (const name of Object.keys(env).toSorted()) {
      const value = env[name]
      if (!name.startsWith(`${prefix}_`) || value === undefined) continue
      const path = name
        .slice(prefix.length + 1)
        .split('__')
        .map(camelCase)
      this.#load(nest(path, fromText(value)), 'environment', name)
    }
    return this
  }

  /** A value by its name; dots go into sections: `'database.url'`. `undefined` when it is not set. */
  get(name: string): unknown {
    return valueAt(this.values, name)
  }

  /** A section by its name, as it is; empty when it is not set. */
  section(name: string): ConfigValues
  /**
   * A section by its name, checked by any Standard Schema that answers at once, and typed by it.
   *
   * @throws {@link MicroError} `CONFIG_VALUE` with the name, the rule, and where the value came from; `CONFIG_SCHEMA` for a schema that takes its time.
   * @example
   * const mail = app.config.section('mail', defineOptions({ host: stringOption('localhost'), port: integerOption(25) }))
   * console.log(mail.port + 1) // 26
   */
  section<T>(name: string, schema: StandardSchema<unknown, T>): T
  section<T>(name: string, schema?: StandardSchema<unknown, T>): T | ConfigValues {
    const value = this.get(name)
    const section = isSection(value) ? value : {}
    return schema === undefined ? section : this.#check(name, value ?? {}, schema)
  }

  /** Which layer a value came from, by its dotted name; of a section the highest that gave a part of it. `undefined` when it is not set. */
  originOf(name: string): ConfigLayer | undefined {
    return LAYERS.findLast((layer) => valueAt(this.#layers.get(layer) ?? {}, name) !== undefined)
  }

  /** Where a value came from, in words for an error: `'environment (MICRO_MAIL__PORT)'`. */
  describeOrigin(name: string): string {
    const layer = this.originOf(name) ?? 'default'
    const source = this.#sources.get(`${layer} ${name}`) ?? ''
    return source === '' ? layer : `${layer} (${source})`
  }

  /** Every value with where it came from, sorted by name. Secrets are not in it: what is called a key, a password, a token or the like, and passwords within addresses. */
  entries(): readonly ConfigEntry[] {
    const leaves = new Map<string, Leaf>()
    for (const layer of LAYERS) {
      for (const [name, value] of leavesOf(this.#layers.get(layer) ?? {}))
        leaves.set(name, { value, layer, source: this.#sources.get(`${layer} ${name}`) ?? '' })
    }
    return [...leaves]
      .filter(([name]) => !isSection(this.get(name)) || isEmpty(this.get(name)))
      .map(([name, { value, layer, source }]) => ({ name, value: masked(name, value), layer, source }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Everything, merged. */
  get values(): ConfigValues {
    return (this.#merged ??= LAYERS.reduce<ConfigValues>(
      (all, layer) => merge(all, this.#layers.get(layer) ?? {}),
      {},
    ))
  }

  /** Refuses any further change, also to the values that were handed out. The app calls it when it starts. */
  lock(): void {
    this.#locked = true
    freeze(this.values)
  }

  #load(values: ConfigValues, layer: ConfigLayer, source: string): this {
    if (this.#locked) throw fail('CONFIG_LOCKED', { names: Object.keys(values).join(', ') })
    this.#layers.set(layer, merge(this.#layers.get(layer) ?? {}, values))
    for (const [name] of leavesOf(values)) this.#sources.set(`${layer} ${name}`, source)
    this.#merged = undefined
    return this
  }

  #check<T>(name: string, value: unknown, schema: StandardSchema<unknown, T>): T {
    const result = schema['~standard'].validate(value)
    if (isPromise(result)) throw fail('CONFIG_SCHEMA', { name })
    if (result.issues === undefined) return result.value
    const [issue] = result.issues
    const key = [name, issue === undefined ? '' : issuePath(issue)].filter(Boolean).join('.')
    throw fail('CONFIG_VALUE', { key, rule: issue?.message ?? '', layer: this.describeOrigin(key) })
  }
}

/** @returns `undefined` for a file that may be missing, and is. */
function readFile(
  readText: ReadText,
  path: string | URL,
  parse: (text: string) => unknown,
  optional: boolean,
): ConfigValues | undefined {
  try {
    const values = parse(readText(path))
    if (isSection(values)) return values
  } catch (cause) {
    if (cause instanceof MicroError) throw cause
    if (optional && isMissing(cause)) return undefined
    const reason = isMissing(cause)
      ? 'it is not there'
      : cause instanceof Error
        ? cause.message
        : 'it cannot be read'
    throw fail('CONFIG_FILE', { path: nameOf(path), reason }, { cause })
  }
  throw fail('CONFIG_FILE', { path: nameOf(path), reason: 'it does not hold names with values' })
}

function noFiles(): never {
  throw fail('NO_PLATFORM', { what: 'file system' })
}

function nameOf(path: string | URL): string {
  return typeof path === 'string' ? path : decodeURIComponent(path.pathname)
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT'
}

function isSection(value: unknown): value is ConfigValues {
  return typeof value === 'object' && value !== null && isPlainObject(value)
}

function isEmpty(section: unknown): boolean {
  return isSection(section) && Object.keys(section).length === 0
}

function valueAt(values: ConfigValues, name: string): unknown {
  let value: unknown = values
  for (const step of name.split('.'))
    value = isSection(value) && Object.hasOwn(value, step) ? value[step] : undefined
  return value
}

/** Every value that is no section, by its dotted name; and sections that hold nothing. */
function leavesOf(values: ConfigValues, prefix = ''): [name: string, value: unknown][] {
  return Object.entries(values).flatMap(([name, value]) =>
    isSection(value) && !isEmpty(value)
      ? leavesOf(value, `${prefix}${name}.`)
      : value === undefined
        ? []
        : [[`${prefix}${name}`, value] satisfies [string, unknown]],
  )
}

function freeze(section: ConfigValues): void {
  Object.freeze(section)
  for (const value of Object.values(section)) if (isSection(value)) freeze(value)
}

function merge(low: ConfigValues, high: ConfigValues): ConfigValues {
  const merged: Record<string, unknown> = { ...low }
  for (const [name, value] of Object.entries(high)) {
    const below = merged[name]
    // A copy of every section: what is frozen at the start is never the object that somebody gave.
    if (value !== undefined && name !== '__proto__')
      merged[name] = isSection(value) ? merge(isSection(below) ? below : {}, value) : value
  }
  return merged
}

function nest(path: readonly string[], value: unknown): ConfigValues {
  const [name = '', ...rest] = path
  return { [name]: rest.length === 0 ? value : nest(rest, value) }
}

function camelCase(name: string): string {
  return name.toLowerCase().replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function processEnv(): Readonly<Record<string, string | undefined>> {
  return 'process' in globalThis ? globalThis.process.env : {}
}
