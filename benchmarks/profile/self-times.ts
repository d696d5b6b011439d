import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

/** What `--cpu-prof` writes; times in microseconds. */
export interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: {
      readonly functionName: string
      readonly url: string
      readonly lineNumber: number
      readonly columnNumber: number
    }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** What the inspector gives as a sampled heap profile; sizes in bytes. */
export interface AllocationNode {
  readonly callFrame: Profile['nodes'][number]['callFrame']
  readonly selfSize: number
  readonly children: readonly AllocationNode[]
}

/** Time that was spent in a function itself, not in those that it calls; or bytes that were allocated there. */
export interface Spent {
  readonly name: string
  readonly group: 'micro' | 'node' | 'collection' | 'native' | 'idle'
  /** Source file and line. */
  readonly place: string
  readonly time: number
}

/** @param core - The folder of the build, whose functions are found in their sources. */
export function selfTimes({ nodes, samples, timeDeltas }: Profile, core: string): Spent[] {
  const byNode = new Map<number, number>()
  for (const [index, id] of samples.entries())
    byNode.set(id, (byNode.get(id) ?? 0) + (timeDeltas[index] ?? 0))
  const sources = new Sources()
  const merged = new Map<string, Spent>()
  for (const { id, callFrame } of nodes) {
    const time = byNode.get(id) ?? 0
    const group = groupOf(callFrame, core)
    const place = group === 'micro' ? sources.placeOf(callFrame) : callFrame.url
    const name = callFrame.functionName || '(anonymous)'
    const key = `${name} ${place}`
    merged.set(key, { name, group, place, time: time + (merged.get(key)?.time ?? 0) })
  }
  return [...merged.values()].toSorted((a, b) => b.time - a.time)
}

/** The same for bytes that were allocated, as a profile in which each byte is a microsecond. */
export function selfAllocations(head: AllocationNode, core: string): Spent[] {
  const nodes: AllocationNode[] = [head]
  for (const { children } of nodes) nodes.push(...children)
  const profile = {
    nodes: nodes.map(({ callFrame }, id) => ({ id, callFrame })),
    samples: nodes.map((_, id) => id),
    timeDeltas: nodes.map(({ selfSize }) => selfSize),
  }
  return selfTimes(profile, core)
}

function groupOf({ functionName, url }: Profile['nodes'][number]['callFrame'], core: string): Spent['group'] {
  if (functionName === '(idle)') return 'idle'
  if (functionName === '(garbage collector)') return 'collection'
  if (url.includes(core)) return 'micro'
  return url.startsWith('node:') ? 'node' : 'native'
}

/** Finds the source of what stands in a built file. */
class Sources {
  readonly #maps = new Map<string, SourceMap | undefined>()

  placeOf({ url, lineNumber, columnNumber }: Profile['nodes'][number]['callFrame']): string {
    const entry = this.#mapOf(url)?.findEntry(lineNumber, columnNumber)
    if (entry === undefined || !('originalSource' in entry)) return url
    return `${entry.originalSource.replace(/^.*\/src\//, '')}:${entry.originalLine + 1}`
  }

  #mapOf(url: string): SourceMap | undefined {
    if (!this.#maps.has(url)) this.#maps.set(url, readMap(url))
    return this.#maps.get(url)
  }
}

function readMap(url: string): SourceMap | undefined {
  const path = `${fileURLToPath(url)}.map`
  return existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, 'utf8'))) : undefined
}
