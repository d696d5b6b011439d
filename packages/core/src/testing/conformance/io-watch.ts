import { noting } from './noting.ts'
import { watchModules } from './module-watch.ts'

/** What a synchronous function did, and gave. */
export interface Watched<T> {
  readonly result: T
  /** What kinds of I/O were seen, in words; empty when none. */
  readonly seen: readonly string[]
}

/** Kinds of things that keep a process busy, with how many there are of each. */
export type Resources = ReadonlyMap<string, number>

const WATCHED = ['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'WebSocket'] as const

/**
 * Runs a function and looks for I/O: calls of `fetch` and of timers, connections, files being read. They are made all the same.
 *
 * Sees what the platform tells: on Node everything asynchronous, and calls into its modules, also synchronous ones such as
 * `readFileSync`; elsewhere only the globals. Both are watched for no longer than the function runs, and it cannot wait.
 */
export function watchIo<T>(run: () => T): Watched<T> {
  const before = activeResources()
  const called = new Set<string>()
  const watches = [watchGlobals(called), watchModules(called)]
  try {
    const result = run()
    // A timer that was seen when it was set keeps the process busy, too: it is told once.
    const begun = called.size > 0 ? [...called] : growth(before, activeResources())
    return { result, seen: begun }
  } finally {
    for (const watch of watches) watch[Symbol.dispose]()
  }
}

/** What keeps the process busy right now, and who listens to it; empty where the platform does not tell. */
export function activeResources(): Resources {
  const counts = new Map<string, number>()
  const { process } = globalThis
  if (typeof process?.getActiveResourcesInfo !== 'function') return counts
  const add = (kind: string, count: number): unknown => counts.set(kind, (counts.get(kind) ?? 0) + count)
  for (const kind of process.getActiveResourcesInfo()) add(kind, 1)
  for (const event of process.eventNames())
    add(`listener of process "${String(event)}"`, process.listenerCount(event))
  return counts
}

/** What there is more of than before, in words. */
export function growth(before: Resources, after: Resources): readonly string[] {
  return [...after]
    .map(([kind, count]) => ({ kind, more: count - (before.get(kind) ?? 0) }))
    .filter(({ more }) => more > 0)
    .map(({ kind, more }) => `${more} ${kind}`)
}

/** In milliseconds: some things take a moment to close. */
const PATIENCE = 400
const PAUSE = 20

/** What there is more of than before, and does not go away. */
export async function leftOver(before: Resources): Promise<readonly string[]> {
  const end = Date.now() + PATIENCE
  let left = growth(before, activeResources())
  while (left.length > 0 && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
    left = growth(before, activeResources())
  }
  return left
}

/** @param called - Where what was called is written down. */
function watchGlobals(called: Set<string>): Disposable {
  const originals = WATCHED.map((name) => ({
    name,
    original: Object.getOwnPropertyDescriptor(globalThis, name),
  }))
  for (const { name } of originals) {
    const original: unknown = Reflect.get(globalThis, name)
    if (typeof original !== 'function') continue
    const value = noting(original, () => called.add(`${name}()`))
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value })
  }
  return {
    [Symbol.dispose]: () => {
      for (const { name, original } of originals)
        if (original !== undefined) Object.defineProperty(globalThis, name, original)
    },
  }
}
