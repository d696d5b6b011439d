import {
  type BeforeHook,
  type Context,
  Forbidden,
  HttpError,
  type MaybePromise,
  type Request,
  sessionContract,
} from '@micro/core'
import { CSRF_SECRET, isSecret } from './csrf-secret.ts'
import { isMaskOf } from './masked-token.ts'
import { requestOrigin } from './request-origin.ts'

/** What the guard lets through besides requests of this site. */
export interface CsrfRules {
  readonly csrfTrustedOrigins: readonly string[]
  /** Endpoints and blueprints by their full names. */
  readonly csrfExempt: readonly string[]
}

/** RFC 9110 §9.2.1, and QUERY: these change nothing, and must not be made to. */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY'])

/**
 * Makes the hook that answers 403 to what another site's page sends in the name of its visitor.
 *
 * Decides by the method alone whether to look, and by the header alone whenever a browser of today asks; the body is read only
 * for a client that says nothing of itself, and holds the token then.
 */
export function csrfGuard(rules: CsrfRules): BeforeHook {
  const trusted = new Set(rules.csrfTrustedOrigins)
  const exempt = new Set(rules.csrfExempt)
  return (c) => {
    if (SAFE_METHODS.has(c.request.method) || isExempt(c, exempt)) return undefined
    const origin = requestOrigin(c.request, trusted)
    if (origin === 'own') return undefined
    return origin === 'foreign' ? refuse(c, 'origin') : requireToken(c)
  }
}

/** Where no route answers, nothing is done that needs a guard, and 404 or 405 says more. */
function isExempt({ endpoint, blueprints }: Context, exempt: ReadonlySet<string>): boolean {
  return endpoint === undefined || exempt.has(endpoint) || blueprints.some((name) => exempt.has(name))
}

function requireToken(c: Context): MaybePromise<void> {
  const secret = c.app.service(sessionContract)?.current().get(CSRF_SECRET)
  // Without a secret no token can be right, and no body has to be read to say so.
  if (!isSecret(secret)) return refuse(c, 'token')
  const { headers } = c.request
  const sent = headers.get('x-csrf-token') ?? headers.get('x-csrftoken')
  if (sent !== undefined) return isMaskOf(sent, secret) ? undefined : refuse(c, 'token')
  return requireField(c, secret)
}

async function requireField(c: Context, secret: string): Promise<void> {
  const sent = await fieldOf(c.request)
  if (sent === undefined || !isMaskOf(sent, secret)) refuse(c, 'token')
}

/** The token in the form; a body that is no form, is broken or too long has none. */
async function fieldOf(request: Request): Promise<string | undefined> {
  try {
    return (await request.form()).get('csrf_token')
  } catch (error) {
    if (error instanceof HttpError) return undefined
    throw error
  }
}

/** Says little to the client, and nothing of the token to the log. */
function refuse({ app, request, endpoint }: Context, missing: 'origin' | 'token'): never {
  const fields = { endpoint, path: request.path, origin: request.headers.get('origin'), missing }
  app.logger.warn(fields, 'A request was refused: it did not show that it comes from this site')
  throw new Forbidden('The request does not come from this site')
}
