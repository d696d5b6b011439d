import { Bench } from './bench.ts'
import type { Trial } from './trial.ts'

/** On a blueprint it works there, and requests elsewhere are answered as if it were not there. */
export async function onBlueprint(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  await using without = new Bench(trial)
  without.require(specimen)
  await using bench = new Bench(trial)
  bench.setOnBlueprint(specimen)
  await bench.useOnBlueprint(specimen)
  const [seen, expected] = [await bench.bystander(), await without.bystander()]
  if (seen === expected) return undefined
  return `registered on a blueprint it reached a request elsewhere: ${seen} in place of ${expected}`
}
