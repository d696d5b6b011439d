import type { SchemaIssue, SyncSchema } from './schema.ts'

/** One option: its default, and what a value must be. */
export interface Option<T> {
  readonly default: T
  /** The rule in words, such as `'a whole number from 1 to 65535'`. */
  readonly rule: string
  readonly accepts: (value: unknown) => value is T
}

/** Options by name. */
export type OptionTable = Readonly<Record<string, Option<unknown>>>

/** The values of a table's options. */
export type OptionsOf<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Option<infer T> ? T : never
}

/**
 * A text.
 *
 * @example
 * const options = defineOptions({ title: stringOption('Untitled') })
 */
export function stringOption(initial: string): Option<string> {
  return customOption(initial, 'a text', isString)
}

/**
 * A text that may be left out. Its default is `undefined`.
 *
 * @example
 * const options = defineOptions({ title: optionalStringOption() })
 */
export function optionalStringOption(): Option<string | undefined> {
  return customOption(undefined, 'a text', isString)
}

/**
 * One of the texts named.
 *
 * @example
 * const options = defineOptions({ theme: choiceOption(['light', 'dark'], 'light') })
 */
export function choiceOption<const Choice extends string>(
  choices: readonly Choice[],
  initial: NoInfer<Choice>,
): Option<Choice> {
  return customOption(
    initial,
    `one of ${choices.map((choice) => `"${choice}"`).join(', ')}`,
    (value): value is Choice => choices.some((choice) => choice === value),
  )
}

/**
 * True or false.
 *
 * @example
 * const options = defineOptions({ echo: booleanOption(false) })
 */
export function booleanOption(initial: boolean): Option<boolean> {
  return customOption(initial, 'true or false', (value) => typeof value === 'boolean')
}

/**
 * A whole number within bounds, both included. A text of digits is none.
 *
 * @param bounds - Default: from 0 to the largest that is exact.
 * @example
 * const options = defineOptions({ poolSize: integerOption(5, { min: 1, max: 100 }) })
 */
export function integerOption(
  initial: number,
  bounds: { readonly min?: number; readonly max?: number } = {},
): Option<number> {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = bounds
  return customOption(
    initial,
    `a whole number from ${min} to ${max}`,
    (value): value is number => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
  )
}

/**
 * A list of texts. A lone text is refused: it is never split or spread into characters.
 *
 * @example
 * const options = defineOptions({ hosts: stringListOption() })
 */
export function stringListOption(initial: readonly string[] = []): Option<readonly string[]> {
  return customOption(
    initial,
    'a list of texts',
    (value): value is readonly string[] => Array.isArray(value) && value.every(isString),
  )
}

/**
 * A value of any other shape.
 *
 * @param rule - In words, such that `must be …` is a sentence.
 * @example
 * const isEven = (value: unknown): value is number => typeof value === 'number' && value % 2 === 0
 * const options = defineOptions({ columns: customOption(2, 'an even number', isEven) })
 */
export function customOption<T>(
  initial: T,
  rule: string,
  accepts: (value: unknown) => value is T,
): Option<T> {
  return { default: initial, rule, accepts }
}

/**
 * Declares the options of an extension: the one home of their defaults and rules.
 *
 * The result is a Standard Schema; a zod or valibot schema can stand in its place. Unknown names are refused, so that
 * a typing error is not silently ignored.
 *
 * @example
 * const options = defineOptions({ poolSize: integerOption(5, { min: 1, max: 100 }), echo: booleanOption(false) })
 */
export function defineOptions<const Table extends OptionTable>(
  table: Table,
): SyncSchema<Partial<OptionsOf<Table>>, OptionsOf<Table>> {
  return {
    '~standard': {
      version: 1,
      vendor: 'micro',
      validate: (given) => {
        if (given !== undefined && !isRecord(given)) return { issues: [{ message: 'must be an object' }] }
        const values = given ?? {}
        const issues = [...unknownNames(table, values), ...brokenRules(table, values)]
        return issues.length > 0 ? { issues } : { value: withDefaults(table, values) }
      },
    },
  }
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unknownNames(table: OptionTable, values: Readonly<Record<string, unknown>>): SchemaIssue[] {
  return Object.keys(values)
    .filter((name) => !Object.hasOwn(table, name))
    .map((name) => ({ path: [name], message: `is no option; there are ${Object.keys(table).join(', ')}` }))
}

function brokenRules(table: OptionTable, values: Readonly<Record<string, unknown>>): SchemaIssue[] {
  return Object.entries(table)
    .filter(([name, { accepts }]) => values[name] !== undefined && !accepts(values[name]))
    .map(([name, { rule }]) => ({ path: [name], message: `must be ${rule}` }))
}

function withDefaults<Table extends OptionTable>(
  table: Table,
  values: Readonly<Record<string, unknown>>,
): OptionsOf<Table> {
  const complete = Object.entries(table).map(([name, { default: initial }]) => [
    name,
    values[name] ?? initial,
  ])
  return Object.fromEntries(complete)
}
