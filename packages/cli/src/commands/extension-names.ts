import { fail } from '../errors.ts'

/** What a new extension is called, everywhere. */
export interface ExtensionNames {
  /** `@acme/micro-rate-limit`. */
  readonly packageName: string
  /** `micro-rate-limit`. */
  readonly folder: string
  /** `RateLimit`. */
  readonly className: string
  /** `rateLimit`: its section of the configuration. */
  readonly extensionName: string
}

const NAME = /^(?<scope>@[a-z\d][a-z\d-]*\/)?(?:micro-)?(?<base>[a-z][a-z\d]*(?:-[a-z\d]+)*)$/

/** Longest name that npm takes. */
const LONGEST = 214

/**
 * The names of an extension, of what was typed: `rate-limit`, `micro-rate-limit` or `@acme/rate-limit`.
 *
 * @throws {@link MicroError} `NEW_NAME`.
 */
export function extensionNames(typed: string): ExtensionNames {
  const { scope = '', base } = NAME.exec(typed)?.groups ?? {}
  if (base === undefined || base === 'micro' || typed.length > LONGEST - 'micro-'.length)
    throw fail('NEW_NAME', { name: typed })
  const folder = `micro-${base}`
  const className = base.split('-').map(capitalised).join('')
  return {
    packageName: `${scope}${folder}`,
    folder,
    className,
    extensionName: `${className.charAt(0).toLowerCase()}${className.slice(1)}`,
  }
}

function capitalised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}
