import { type ScenarioName, scenarios } from './scenarios.ts'

/** A framework as its documentation would have it used, for each scenario that it can do. */
export interface Contender {
  readonly name: string
  /** The packages whose versions are told. */
  readonly packages: readonly string[]
  /** The scenarios that it cannot do, and why. */
  readonly missing: Readonly<Partial<Record<ScenarioName, string>>>
  readonly scenarios: readonly ScenarioName[]
  /** Serves a scenario. @returns the port on 127.0.0.1. */
  readonly listen: (scenario: ScenarioName) => Promise<number>
  /** Answers a request of the platform in this process; nothing where the framework does not speak `fetch`. */
  readonly fetchOf: ((scenario: ScenarioName) => Promise<Fetch>) | undefined
}

export type Fetch = (request: Request) => Response | Promise<Response>

/** A contender by its apps: one for each scenario, so that none pays for another. */
export interface ContenderParts<App> {
  readonly name: string
  readonly packages: readonly string[]
  readonly apps: Readonly<Partial<Record<ScenarioName, () => App | Promise<App>>>>
  readonly missing?: Readonly<Partial<Record<ScenarioName, string>>>
  /** Listens on a free port of 127.0.0.1. */
  readonly listen: (app: App) => Promise<number>
  readonly fetchOf?: (app: App) => Fetch
}

export function defineContender<App>(parts: ContenderParts<App>): Contender {
  const { name, packages, apps, missing = {}, listen, fetchOf } = parts
  const make = async (scenario: ScenarioName): Promise<App> => {
    const create = apps[scenario]
    if (create === undefined) throw new Error(`${name} has no scenario "${scenario}"`)
    return create()
  }
  return {
    name,
    packages,
    missing,
    scenarios: scenarios.map((each) => each.name).filter((each) => each in apps),
    listen: async (scenario) => listen(await make(scenario)),
    fetchOf: fetchOf && (async (scenario) => fetchOf(await make(scenario))),
  }
}
