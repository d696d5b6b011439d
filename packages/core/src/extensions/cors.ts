import { isPromise, type MaybePromise } from '../ground/promise.ts'
import type { StandardSchema } from '../ground/schema.ts'
import { isToken, splitList } from '../http/header.ts'
import type { Context } from '../context/context.ts'
import type { Reply } from '../message/reply.ts'
import type { Request } from '../message/request.ts'
import type { AppSetup, Extension } from '../app/extension.ts'
import { type AllowedOrigins, type CorsOptions, corsOptions, type OriginTest } from './cors-options.ts'
import { coveredBy } from './path-prefixes.ts'

/**
 * Lets scripts of other origins read replies (CORS), and answers their preflights.
 *
 * Does not keep anybody out: a request of an origin that is not allowed is handled like any other, only its script does
 * not see the reply. A reply that says `access-control-allow-origin` itself is left as it is. Preflights are answered by
 * the automatic OPTIONS, which meets no before hook.
 *
 * @example
 * const cors = new Cors({ origins: ['https://shop.test'], paths: ['/api'] })
 * app.register(cors)
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export class Cors implements Extension<void, CorsOptions> {
  readonly name = 'cors'
  readonly options: StandardSchema<unknown, CorsOptions>

  /** @param options - Defaults for every app; `app.register(cors, options)` and the configuration win over them. */
  constructor(options: Partial<CorsOptions> = {}) {
    this.options = corsOptions(options)
  }

  initApp(app: AppSetup, options: CorsOptions): void {
    const covers = coveredBy(options.paths)
    const allows = originTest(options.origins)
    const grant = grantor(options)
    app.beforeSend((reply, c) => {
      if (!covers(c.request.path)) return undefined
      // Also where no origin was sent: a cache must not hand that reply to a script of another one.
      reply.headers.vary('origin')
      const origin = c.request.headers.get('origin')
      if (origin === undefined || reply.headers.has('access-control-allow-origin')) return undefined
      return whenTrue(allows(origin, c), () => grant(reply, c.request, origin))
    })
  }
}

function originTest(origins: AllowedOrigins): OriginTest {
  if (typeof origins === 'function') return origins
  if (origins === true) return () => true
  const listed = new Set(origins)
  return (origin: string, _c: Context) => listed.has(origin)
}

function whenTrue(allowed: MaybePromise<boolean>, run: () => void): MaybePromise<void> {
  if (isPromise(allowed)) return allowed.then((really) => whenTrue(really, run))
  return allowed ? run() : undefined
}

type Grant = (reply: Reply, request: Request, origin: string) => void

/** What is said to an origin that is allowed: everything that does not depend on the request is written here, once. */
function grantor(options: CorsOptions): Grant {
  const { origins, credentials, exposeHeaders, allowHeaders, maxAge } = options
  const exposed = exposeHeaders.join(', ')
  const methods = options.methods.join(', ')
  const listed = allowHeaders === true ? undefined : allowHeaders.join(', ')

  const preflight: Grant = ({ headers }, request) => {
    if (methods !== '') headers.set('access-control-allow-methods', methods)
    const allowed = listed ?? tokensOf(request.headers.get('access-control-request-headers') ?? '')
    if (allowed !== '') headers.set('access-control-allow-headers', allowed)
    if (listed === undefined) headers.vary('access-control-request-headers')
    headers.set('access-control-max-age', String(maxAge))
  }

  return (reply, request, origin) => {
    const { headers } = reply
    headers.set('access-control-allow-origin', origins === true ? '*' : origin)
    if (credentials) headers.set('access-control-allow-credentials', 'true')
    if (isPreflight(request)) preflight(reply, request, origin)
    else if (exposed !== '') headers.set('access-control-expose-headers', exposed)
  }
}

function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('access-control-request-method')
}

/** The names in a list, each once; what is no name is left out. */
function tokensOf(list: string): string {
  return [...new Set(splitList(list.toLowerCase()).filter(isToken))].join(', ')
}
