import { fail } from '../ground/codes.ts'
import type { MaybePromise } from '../ground/promise.ts'
import type { RunningApp } from '../context/running-app.ts'
import type { LifespanHook, LifespanOptions } from './extension.ts'

/** Who hooks belong to: an extension, or the app itself. Those of one owner run in order. */
export interface LifespanOwner {
  readonly name: string
  /** Those that have to be up before it. */
  readonly requires: readonly LifespanOwner[]
}

interface Hook {
  readonly run: LifespanHook
  readonly owner: LifespanOwner
  readonly deadline: number
}

/** In milliseconds. */
const DEFAULT_DEADLINE = 10_000

/**
 * Start and stop of an app. What is required starts first, what does not depend on each other starts at once; stopping
 * goes the other way round. What was opened is closed, also when the start failed half way.
 */
export class Lifespan {
  readonly #starts: Hook[] = []
  readonly #stops: Hook[] = []
  readonly #reached = new Set<LifespanOwner>()

  /** How many hooks there are. */
  get size(): number {
    return this.#starts.length + this.#stops.length
  }

  onStart(owner: LifespanOwner, run: LifespanHook, options: LifespanOptions = {}): void {
    this.#starts.push({ owner, run, deadline: options.deadline ?? DEFAULT_DEADLINE })
  }

  onStop(owner: LifespanOwner, run: LifespanHook, options: LifespanOptions = {}): void {
    this.#stops.push({ owner, run, deadline: options.deadline ?? DEFAULT_DEADLINE })
  }

  /**
   * Runs the start hooks, those of an owner after all that it requires.
   *
   * @param owners - Everyone, the app last.
   * @throws What the first hook that failed threw, after the others of its level are done.
   */
  async start(app: RunningApp, owners: readonly LifespanOwner[]): Promise<void> {
    for (const level of levels(owners)) {
      const results = await Promise.allSettled(level.map((owner) => this.#startOwner(app, owner)))
      const failed = results.find((result) => result.status === 'rejected')
      if (failed !== undefined) throw failed.reason
    }
  }

  /** Makes the stop hooks of everyone due, though nobody is started: what is opened on the way is closed. */
  reach(owners: readonly LifespanOwner[]): void {
    for (const owner of owners) this.#reached.add(owner)
  }

  /** Runs the stop hooks of everyone whose start was begun, in reverse. Every hook runs; gives what failed. */
  async stop(app: RunningApp, owners: readonly LifespanOwner[]): Promise<unknown[]> {
    const failures: unknown[] = []
    if (this.#reached.size === 0) return failures
    for (const level of levels(owners).toReversed()) {
      const reached = level.filter((owner) => this.#reached.has(owner))
      await Promise.all(reached.map((owner) => this.#stopOwner(app, owner, failures)))
    }
    return failures
  }

  async #startOwner(app: RunningApp, owner: LifespanOwner): Promise<void> {
    this.#reached.add(owner)
    for (const hook of this.#starts.filter((each) => each.owner === owner)) await inTime(hook, 'start', app)
  }

  async #stopOwner(app: RunningApp, owner: LifespanOwner, failures: unknown[]): Promise<void> {
    for (const hook of this.#stops.filter((each) => each.owner === owner).toReversed()) {
      await inTime(hook, 'stop', app).catch((error: unknown) => failures.push(error))
    }
  }
}

/** Groups in which nobody requires another; each group requires only earlier ones. */
function levels(owners: readonly LifespanOwner[]): LifespanOwner[][] {
  const done = new Set<LifespanOwner>()
  const groups: LifespanOwner[][] = []
  let rest = owners
  while (rest.length > 0) {
    const ready = rest.filter((owner) => owner.requires.every((required) => done.has(required)))
    if (ready.length === 0)
      throw fail('EXTENSION_CIRCLE', {
        names: circle(rest)
          .map(({ name }) => `"${name}"`)
          .join(', '),
      })
    groups.push(ready)
    for (const owner of ready) done.add(owner)
    rest = rest.filter((owner) => !done.has(owner))
  }
  return groups
}

/** Without those that only wait for the circle. */
function circle(stuck: readonly LifespanOwner[]): readonly LifespanOwner[] {
  const required = stuck.filter((owner) => stuck.some(({ requires }) => requires.includes(owner)))
  return required.length === stuck.length ? stuck : circle(required)
}

async function inTime(
  { run, owner, deadline }: Hook,
  phase: 'start' | 'stop',
  app: RunningApp,
): Promise<void> {
  const work: MaybePromise<void> = run(app)
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(fail('LIFESPAN_DEADLINE', { owner: owner.name, phase, milliseconds: deadline })),
      deadline,
    )
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
