import { defineOptions, booleanOption, integerOption, choiceOption, customOption } from '../ground/options.ts'
import type { StandardSchema } from '../ground/schema.ts'
import { isFieldValue, isToken } from '../http/header.ts'

/**
 * A content security policy: lists of sources by directive, such as `{ 'img-src': ["'self'", 'https://cdn.test'] }`. An
 * empty list stands for a directive without sources. The source `'nonce'` stands for the nonce of the request, and for
 * nothing in a request that did not ask for one.
 */
export type Policy = Readonly<Record<string, readonly string[]>>

/** What browsers are told to refuse. */
export interface SecurityHeadersOptions {
  /** Whether browsers must take the media type as it is said (`x-content-type-options`). Default: true. */
  readonly noSniff: boolean
  /** Who may show the pages in a frame, by `x-frame-options` and `frame-ancestors`. Default: `'same-origin'`. */
  readonly frames: 'none' | 'same-origin' | 'any'
  /** The `referrer-policy`; `false` for none. Default: `'strict-origin-when-cross-origin'`. */
  readonly referrerPolicy: string | false
  /** The `cross-origin-opener-policy`; `false` for none. Default: `'same-origin'`. */
  readonly openerPolicy: string | false
  /** Seconds for which browsers use https alone (`strict-transport-security`), said over https only; 0 for none. Default: a year. */
  readonly hsts: number
  /** Whether that holds for subdomains too. Default: false. */
  readonly hstsSubdomains: boolean
  /** What a page may load and run; `false` for anything. Default: what comes from this site, and has the nonce. */
  readonly policy: Policy | false
  /** Whether what breaks the policy is reported only. Default: false. */
  readonly reportOnly: boolean
}

const POLICY: Policy = {
  'default-src': ["'self'"],
  'script-src': ["'self'", "'nonce'"],
  'style-src': ["'self'", "'nonce'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
}

/** Declares the options, with the defaults of one {@link SecurityHeaders}. */
export function securityHeadersOptions(
  defaults: Partial<SecurityHeadersOptions>,
): StandardSchema<unknown, SecurityHeadersOptions> {
  return defineOptions({
    noSniff: booleanOption(defaults.noSniff ?? true),
    frames: choiceOption(['none', 'same-origin', 'any'], defaults.frames ?? 'same-origin'),
    referrerPolicy: customOption(
      defaults.referrerPolicy ?? 'strict-origin-when-cross-origin',
      'a policy such as "no-referrer", or false',
      isTextOrFalse,
    ),
    openerPolicy: customOption(
      defaults.openerPolicy ?? 'same-origin',
      'a policy such as "same-origin", or false',
      isTextOrFalse,
    ),
    hsts: integerOption(defaults.hsts ?? 31_536_000),
    hstsSubdomains: booleanOption(defaults.hstsSubdomains ?? false),
    policy: customOption<Policy | false>(
      defaults.policy ?? POLICY,
      'false, or lists of sources by directive, without ";", "," and line breaks',
      isPolicy,
    ),
    reportOnly: booleanOption(defaults.reportOnly ?? false),
  })
}

function isTextOrFalse(value: unknown): value is string | false {
  return value === false || (typeof value === 'string' && isFieldValue(value))
}

function isPolicy(value: unknown): value is Policy | false {
  if (value === false) return true
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).every(
    ([directive, sources]: [string, unknown]) =>
      isToken(directive) && Array.isArray(sources) && sources.every(isSource),
  )
}

/** A `;` or `,` in a source would begin another directive, or another policy. */
function isSource(value: unknown): value is string {
  return typeof value === 'string' && /^[!-+\-.-:<-~]+$/.test(value)
}
