import { ServiceUnavailable } from '../ground/http-error.ts'
import { defineOptions, integerOption, customOption } from '../ground/options.ts'
import type { StandardSchema } from '../ground/schema.ts'
import type { RunningApp } from '../context/running-app.ts'
import { respond } from '../context/respond.ts'
import type { Reply } from '../message/reply.ts'
import { Blueprint } from '../app/blueprint.ts'
import type { AppSetup, Extension } from '../app/extension.ts'
import { type HealthCheck, type HealthOutcome, runCheck } from './health-check.ts'

/** Checks by the name under which they are told. */
export type HealthChecks = Readonly<Record<string, HealthCheck>>

/** What is asked, and where. */
export interface HealthOptions {
  /** What has to be there for requests to be served. Default: nothing. */
  readonly checks: HealthChecks
  /** Milliseconds that each check may take. Default: 2,000. */
  readonly deadline: number
  /** Where the app says that it lives. Default: `'/healthz'`. */
  readonly livePath: string
  /** Where the app says that it can serve requests. Default: `'/readyz'`. */
  readonly readyPath: string
}

/** What the checks of an app have said. */
export interface Readiness {
  readonly ready: boolean
  readonly checks: Readonly<Record<string, HealthOutcome>>
}

/** What {@link Health} keeps for one app. */
export interface HealthState {
  /** Runs all checks at once. Not ready while the app ends, whatever they say. */
  readiness(app: RunningApp): Promise<Readiness>
}

/**
 * Answers whoever watches over the app, as the endpoints `health.live` and `health.ready`: 200, or 503 while a check fails or
 * the app stops. Checks run at every question, all at once; why one failed goes to the log, and to nobody else.
 *
 * The paths are open to everybody whom no before hook of the app turns away.
 *
 * @example
 * app.register(new Health({ checks: { mail: (signal) => fetch('https://mail.test', { signal }) } }))
 */
export class Health implements Extension<HealthState, HealthOptions> {
  readonly name = 'health'
  readonly options: StandardSchema<unknown, HealthOptions>

  /** @param options - Defaults for every app; `app.register(health, options)` and the configuration win over them. */
  constructor(options: Partial<HealthOptions> = {}) {
    this.options = defineOptions({
      checks: customOption<HealthChecks>(options.checks ?? {}, 'an object of functions by name', isChecks),
      deadline: integerOption(options.deadline ?? 2000, { min: 1, max: 600_000 }),
      livePath: customOption(options.livePath ?? '/healthz', 'a path that begins with "/"', isPath),
      readyPath: customOption(options.readyPath ?? '/readyz', 'a path that begins with "/"', isPath),
    })
  }

  initApp(app: AppSetup, { checks, deadline, livePath, readyPath }: HealthOptions): HealthState {
    const state: HealthState = {
      async readiness({ logger, closing }) {
        const results = await Promise.all(
          Object.entries(checks).map(async ([name, check]) => ({
            name,
            ...(await runCheck(check, deadline)),
          })),
        )
        for (const { name, outcome, error } of results)
          if (outcome !== 'ok') logger.warn({ check: name, err: error }, `A health check is ${outcome}`)
        return {
          ready: !closing.aborted && results.every(({ outcome }) => outcome === 'ok'),
          checks: Object.fromEntries(results.map(({ name, outcome }) => [name, outcome])),
        }
      },
    }
    const routes = new Blueprint('health')
    routes.get(livePath, { endpoint: 'live' }, () => unkept({ status: 'ok' }))
    routes.get(readyPath, { endpoint: 'ready' }, async (c) => answer(await state.readiness(c.app)))
    app.register(routes)
    return state
  }
}

function answer({ ready, checks }: Readiness): Reply {
  if (ready) return unkept({ status: 'ok', checks })
  throw new ServiceUnavailable('Not ready', { headers: { 'cache-control': 'no-store' }, problem: { checks } })
}

function unkept(body: object): Reply {
  return respond(body, { headers: { 'cache-control': 'no-store' } })
}

function isChecks(value: unknown): value is HealthChecks {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((each) => typeof each === 'function')
  )
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('/')
}
