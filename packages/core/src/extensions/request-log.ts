import { defineOptions, choiceOption, stringListOption } from '../ground/options.ts'
import type { StandardSchema } from '../ground/schema.ts'
import { isToken } from '../http/header.ts'
import { formatPath } from '../http/target.ts'
import type { Context } from '../context/context.ts'
import { defineKey, type Key } from '../context/key.ts'
import type { Request } from '../message/request.ts'
import type { AppSetup, Extension } from '../app/extension.ts'
import { queryRedactor } from './redact-query.ts'
import { requestIds } from './request-ids.ts'

/** What is written about requests. */
export interface RequestLogOptions {
  /** The level of the lines. Default: `'info'`. */
  readonly level: 'debug' | 'info'
  /** Endpoints whose requests are not written down, such as `'health.live'`. Default: none. */
  readonly skip: readonly string[]
  /** Words, in lower case, that make a value of the query a secret when its name holds one of them. */
  readonly secrets: readonly string[]
}

const SECRETS = (
  'apikey assertion auth authorization code credential credentials jwt key otp pass passphrase passwd password pin pwd ' +
  'secret session sid sig signature ticket token'
).split(' ')

/** Most characters of a path or a query that are written down. */
const MOST = 2000

/** When a request came to its before hooks: milliseconds of `performance.now()`. */
const begun: Key<number> = defineKey('request begun')
/** The status that was sent. */
const status: Key<number> = defineKey('request status')

/**
 * Writes one line about each request to `app.logger`, after its reply is sent: `GET /users 200`, with the fields `method`,
 * `path`, `query`, `status`, `ms` and, where there is a {@link RequestId}, `id`.
 *
 * Nothing else of a request is written: no header field, no cookie, no body. Path and query are percent-encoded and cut,
 * so that no request can forge a line or fill the disk. `ms` goes from the first before hook to the last byte, and is left
 * out where before hooks do not run: for a preflight, or a request that is refused at the door. Register it before other
 * extensions, so that it sees the status that they leave.
 *
 * @example
 * app.register(new RequestLog({ skip: ['static'] })) // INFO app: GET /users 200 {"method":"GET","path":"/users","status":200,"ms":1.2}
 */
export class RequestLog implements Extension<void, RequestLogOptions> {
  readonly name = 'requestLog'
  readonly options: StandardSchema<unknown, RequestLogOptions>

  /** @param options - Defaults for every app; `app.register(log, options)` and the configuration win over them. */
  constructor(options: Partial<RequestLogOptions> = {}) {
    this.options = defineOptions({
      level: choiceOption(['debug', 'info'], options.level ?? 'info'),
      skip: stringListOption(options.skip),
      secrets: stringListOption(options.secrets ?? SECRETS),
    })
  }

  initApp(app: AppSetup, { level, skip, secrets }: RequestLogOptions): void {
    const skipped = new Set<string | undefined>(skip)
    const redact = queryRedactor(secrets)
    app.beforeRequest((c) => c.set(begun, performance.now()))
    app.beforeSend((reply, c) => c.set(status, reply.status))
    app.teardownRequest((_error, c) => {
      if (skipped.has(c.endpoint)) return
      const { method, path, ...rest } = { ...targetOf(c.request, redact), ...outcomeOf(c) }
      c.app.logger[level]({ method, path, ...rest }, `${method} ${path} ${rest.status ?? ''}`)
    })
  }
}

interface Target {
  readonly method: string
  readonly path: string
  readonly query?: string
}

function targetOf(request: Request, redact: (query: string) => string): Target {
  const { method, queryString } = request
  return {
    method: isToken(method) ? method.slice(0, 20) : '?',
    path: formatPath(pathOf(request)).slice(0, MOST),
    ...(queryString === '' ? {} : { query: redact(queryString).slice(0, MOST) }),
  }
}

/** Of a request that was refused at the door, which has no path, what was sent in its place. */
function pathOf({ path, source }: Request): string {
  return path === '' ? (source.target.split('?', 1)[0] ?? '') : path
}

interface Outcome {
  readonly status?: number
  readonly ms?: number
  readonly id?: string
}

function outcomeOf(c: Context): Outcome {
  const sent = c.get(status)
  const since = c.get(begun)
  const id = c.app.service(requestIds)?.of(c)
  return {
    ...(sent === undefined ? {} : { status: sent }),
    ...(since === undefined ? {} : { ms: Math.round((performance.now() - since) * 10) / 10 }),
    ...(id === undefined ? {} : { id }),
  }
}
