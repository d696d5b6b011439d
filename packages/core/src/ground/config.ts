import { fail } from './codes.ts'

/** Where a value came from; of two, the one further right counts. */
export type ConfigLayer = 'default' | 'file' | 'environment' | 'code'

const LAYERS: readonly ConfigLayer[] = ['default', 'file', 'environment', 'code']

/** Values by name, sections nested. */
export type ConfigValues = Readonly<Record<string, unknown>>

/**
 * The settings of an app in layers: defaults < file < environment < code, whichever order they are loaded in; within
 * a layer the last one counts. Sections are merged name by name, lists are replaced.
 *
 * @example
 * app.config.fromPrefixedEnv('MICRO').fromObject({ debug: true })
 */
export class Config {
  readonly #layers = new Map<ConfigLayer, ConfigValues>()
  #merged: ConfigValues | undefined
  #locked = false

  /** Settings given in code. */
  fromObject(values: ConfigValues, layer: ConfigLayer = 'code'): this {
    if (this.#locked) throw fail('CONFIG_LOCKED', { names: Object.keys(values).join(', ') })
    this.#layers.set(layer, merge(this.#layers.get(layer) ?? {}, values))
    this.#merged = undefined
    return this
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
      this.fromObject(nest(path, fromText(value)), 'environment')
    }
    return this
  }

  /** A value by its name; dots go into sections: `'database.url'`. `undefined` when it is not set. */
  get(name: string): unknown {
    let value: unknown = this.values
    for (const step of name.split('.'))
      value = isSection(value) && Object.hasOwn(value, step) ? value[step] : undefined
    return value
  }

  /** A section by its name; empty when it is not set. */
  section(name: string): ConfigValues {
    const value = this.get(name)
    return isSection(value) ? value : {}
  }

  /** Which layer a top-level value came from; `undefined` when it is not set. */
  originOf(name: string): ConfigLayer | undefined {
    return LAYERS.findLast((layer) => Object.hasOwn(this.#layers.get(layer) ?? {}, name))
  }

  /** Everything, merged. */
  get values(): ConfigValues {
    return (this.#merged ??= LAYERS.reduce<ConfigValues>(
      (all, layer) => merge(all, this.#layers.get(layer) ?? {}),
      {},
    ))
  }

  /** Refuses any further change. The app calls it when it starts. */
  lock(): void {
    this.#locked = true
  }
}

function isSection(value: unknown): value is ConfigValues {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function merge(low: ConfigValues, high: ConfigValues): ConfigValues {
  const merged: Record<string, unknown> = { ...low }
  for (const [name, value] of Object.entries(high)) {
    const below = merged[name]
    if (value !== undefined && name !== '__proto__')
      merged[name] = isSection(value) && isSection(below) ? merge(below, value) : value
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
