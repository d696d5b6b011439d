import type { StandardSchema } from '../ground/schema.ts'
import type { AppSetup, Extension } from '../app/extension.ts'
import { cspNonce, nonceKey } from './csp-nonce.ts'
import {
  type Policy,
  type SecurityHeadersOptions,
  securityHeadersOptions,
} from './security-headers-options.ts'

/**
 * Tells browsers, on every reply, what to refuse: guessing media types, frames of other sites, scripts and styles that the
 * page did not mean to have, plain http once https was there.
 *
 * What a reply says itself stays: a page can have a policy of its own. Adds `csp_nonce()` to templates. Replaces no
 * escaping: it is what is left when that was forgotten.
 *
 * @example
 * app.register(new SecurityHeaders({ frames: 'none' }))
 * @see https://www.w3.org/TR/CSP3/
 */
export class SecurityHeaders implements Extension<void, SecurityHeadersOptions> {
  readonly name = 'securityHeaders'
  readonly options: StandardSchema<unknown, SecurityHeadersOptions>

  /** @param options - Defaults for every app; `app.register(headers, options)` and the configuration win over them. */
  constructor(options: Partial<SecurityHeadersOptions> = {}) {
    this.options = securityHeadersOptions(options)
  }

  initApp(app: AppSetup, options: SecurityHeadersOptions): void {
    const fixed = Object.entries(fixedHeaders(options))
    const hsts = options.hsts === 0 ? undefined : hstsOf(options)
    const csp = options.reportOnly ? 'content-security-policy-report-only' : 'content-security-policy'
    const { plain, withNonce } = policies(options)
    const takesNonce = withNonce('') !== plain
    app.templateGlobal('csp_nonce', cspNonce)
    app.beforeSend(({ headers, status }, c) => {
      for (const [name, value] of fixed) headers.setDefault(name, value)
      // RFC 6797 §7.2: "An HSTS Host MUST NOT include the STS header field in HTTP responses conveyed over non-secure transport."
      if (hsts !== undefined && c.request.scheme === 'https')
        headers.setDefault('strict-transport-security', hsts)
      const nonce = c.get(nonceKey)
      const policy = nonce === undefined ? plain : withNonce(nonce)
      // A browser keeps a page with the header it came with; a 304 would replace the policy by one with another nonce.
      if (policy !== '' && !(status === 304 && takesNonce)) headers.setDefault(csp, policy)
    })
  }
}

function fixedHeaders({
  noSniff,
  frames,
  referrerPolicy,
  openerPolicy,
}: SecurityHeadersOptions): Readonly<Record<string, string>> {
  return {
    ...(noSniff ? { 'x-content-type-options': 'nosniff' } : {}),
    ...(frames === 'any' ? {} : { 'x-frame-options': frames === 'none' ? 'DENY' : 'SAMEORIGIN' }),
    ...(referrerPolicy === false ? {} : { 'referrer-policy': referrerPolicy }),
    ...(openerPolicy === false ? {} : { 'cross-origin-opener-policy': openerPolicy }),
  }
}

function hstsOf({ hsts, hstsSubdomains }: SecurityHeadersOptions): string {
  return `max-age=${hsts}${hstsSubdomains ? '; includeSubDomains' : ''}`
}

interface Policies {
  /** Of a request that has no nonce. */
  readonly plain: string
  readonly withNonce: (nonce: string) => string
}

/** The policy as texts around the places where a nonce goes, so that a request has only to join them. */
function policies({ policy, frames }: SecurityHeadersOptions): Policies {
  const framed: Policy = {
    ...(frames === 'any' ? {} : { 'frame-ancestors': [frames === 'none' ? "'none'" : "'self'"] }),
    ...(policy === false ? {} : policy),
  }
  const pieces = Object.entries(framed)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ')
    .split(" 'nonce'")
  return { plain: pieces.join(''), withNonce: (nonce) => pieces.join(` 'nonce-${nonce}'`) }
}
