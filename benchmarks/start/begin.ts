// Starts one app: `node begin.ts <contender> <routes> <plugins>`. Writes its port and what the import took, in milliseconds.

import { type Bound, portOf } from '../house/port-of.ts'

/** Makes an app with so many routes and plugins, and listens. @returns the port, or what knows it. */
export type Begin = (routes: number, plugins: number) => Promise<number | Bound>

export interface Begun {
  readonly port: number
  readonly imported: number
}

const [name, routes, plugins] = process.argv.slice(2)
const before = performance.now()
const { begin }: { begin: Begin } = await import(`./apps/${name}.ts`)
const imported = performance.now() - before
const bound = await begin(Number(routes), Number(plugins))
const begun: Begun = { port: typeof bound === 'number' ? bound : portOf(bound), imported }
console.log(JSON.stringify(begun))
