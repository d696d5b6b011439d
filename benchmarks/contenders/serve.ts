// Serves a scenario of a contender: what `house/served.ts` is given.
import { loadContender } from '../house/load-contender.ts'
import { contenderNames } from '../house/names.ts'
import { scenarios } from '../house/scenarios.ts'

/** @param argument - `'fastify hello'` */
export async function serve(argument: string): Promise<number> {
  const [wanted, asked] = argument.split(' ')
  const name = contenderNames.find((each) => each === wanted)
  const scenario = scenarios.find((each) => each.name === asked)
  if (name === undefined || scenario === undefined) throw new Error(`Nobody does "${argument}"`)
  return (await loadContender(name)).listen(scenario.name)
}
