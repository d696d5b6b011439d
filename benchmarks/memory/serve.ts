// Serves an app of 25 routes that has imported its framework and nothing else: what `house/served.ts` is given.
import { portOf } from '../house/port-of.ts'
import type { Begin } from '../start/begin.ts'

/** @param name - One of the apps of `start/apps/`. */
export async function serve(name: string): Promise<number> {
  const { begin }: { begin: Begin } = await import(`../start/apps/${name}.ts`)
  const bound = await begin(25, 1)
  return typeof bound === 'number' ? bound : portOf(bound)
}
