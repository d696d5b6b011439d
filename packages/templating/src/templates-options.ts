import {
  defineOptions,
  booleanOption,
  customOption,
  type StandardSchema,
  stringListOption,
} from '@micro/core'

/** How templates are found, read and escaped. */
export interface TemplatesOptions {
  /** Templates by name, as texts, looked at before the folders: for tests, and platforms without files. Default: none. */
  readonly templates: Readonly<Record<string, string>>
  /** Extensions, with their dot, of templates that make no markup: these are not escaped. Default: `['.txt']`. */
  readonly unescaped: readonly string[]
  /** Whether writing `undefined` or `null` is an error instead of nothing. Default: false. */
  readonly strictUndefined: boolean
  /** Whether the line break behind a tag is dropped. Default: false. */
  readonly trimBlocks: boolean
  /** Whether the blanks before a tag that begins a line are dropped. Default: false. */
  readonly lstripBlocks: boolean
}

/** Declares the options, with the defaults of one {@link Templates}. */
export function templatesOptions(
  defaults: Partial<TemplatesOptions>,
): StandardSchema<unknown, TemplatesOptions> {
  return defineOptions({
    templates: customOption(defaults.templates ?? {}, 'an object of texts by template name', isTexts),
    unescaped: stringListOption(defaults.unescaped ?? ['.txt']),
    strictUndefined: booleanOption(defaults.strictUndefined ?? false),
    trimBlocks: booleanOption(defaults.trimBlocks ?? false),
    lstripBlocks: booleanOption(defaults.lstripBlocks ?? false),
  })
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string')
  )
}
