import { fire, type Outcome } from './fire.ts'
import { type FuzzCase, fuzzCase } from './fuzz-case.ts'
import { asksFor, type Fault, judge } from './judge.ts'
import { TargetProcess } from './target-process.ts'

/** What to fire at, and how much. */
export interface FuzzOptions {
  readonly seed: number
  /** How many requests to send, at least. */
  readonly requests: number
  /** Number of the first case. Default: 0. */
  readonly first?: number
  /** Connections at once. Default: 8. */
  readonly connections?: number
  /** How long a server may take to answer or to close, in milliseconds. Default: 1000. */
  readonly limit?: number
  /** The module of the app. Default: `'target.ts'`. */
  readonly script?: string
  /** Told after every batch. */
  readonly progress?: (sent: number) => void
}

/** A fault, with the first case that showed it; other cases with the same one are counted. */
export interface Finding extends Fault {
  /** `undefined` where no case alone shows it: it was one of `between`. */
  readonly each: FuzzCase | undefined
  readonly between: readonly [first: number, last: number]
  count: number
}

export interface FuzzResult {
  readonly requests: number
  readonly cases: number
  readonly seconds: number
  readonly findings: readonly Finding[]
}

const BATCH = 100

/** Fires cases at an app in a process of its own, until enough requests are sent. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  await using run = new FuzzRun(options)
  return run.toEnd()
}

class FuzzRun implements AsyncDisposable {
  readonly #options: Required<FuzzOptions>
  readonly #findings = new Map<string, Finding>()
  #target: TargetProcess | undefined

  constructor(options: FuzzOptions) {
    this.#options = {
      first: 0,
      connections: 8,
      limit: 1000,
      script: 'target.ts',
      progress: () => {},
      ...options,
    }
  }

  async toEnd(): Promise<FuzzResult> {
    const { seed, requests: wanted, first, progress } = this.#options
    const begun = performance.now()
    let requests = 0
    let next = first
    while (requests < wanted) {
      const batch: FuzzCase[] = []
      for (; batch.length < BATCH && requests < wanted; next++) {
        const each = fuzzCase(seed, next)
        batch.push(each)
        requests += each.requests
      }
      await this.#fireBatch(batch)
      progress(requests)
    }
    const seconds = (performance.now() - begun) / 1000
    return { requests, cases: next - first, seconds, findings: [...this.#findings.values()] }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#target?.[Symbol.asyncDispose]()
  }

  /** Several connections at once; then a good request, as another client would send it. */
  async #fireBatch(batch: readonly FuzzCase[]): Promise<void> {
    const waiting = batch.values()
    const worker = async (): Promise<void> => {
      for (const each of waiting) this.#note(batch, each, await this.#try(each))
    }
    await this.#ready()
    await Promise.all(Array.from({ length: this.#options.connections }, worker))
    for (const fault of await this.#heard(batch)) await this.#blame(batch, fault)
  }

  /** What is slow only because the machine is busy is not slow a second time, alone. */
  async #try(each: FuzzCase): Promise<readonly Fault[]> {
    const outcome = await this.#fire(each)
    return judge(each, outcome.hung ? await this.#fire(each) : outcome)
  }

  async #fire(each: FuzzCase): Promise<Outcome> {
    const { port } = await this.#ready()
    return fire(port, each, this.#options.limit)
  }

  async #ready(): Promise<TargetProcess> {
    this.#target ??= await TargetProcess.start(this.#options.script)
    return this.#target
  }

  /** What the app itself has told since it was last asked, and whether it still answers. */
  async #heard(batch: readonly FuzzCase[]): Promise<readonly Fault[]> {
    const target = await this.#ready()
    const marked = (await this.#answersMarker(target)) || (await this.#answersMarker(target))
    await target.sync()
    const faults = target.told.splice(0).flatMap((message): readonly Fault[] => {
      const { fault, smuggled, text = '' } = message
      if (fault !== undefined) return [{ kind: fault, text }]
      if (smuggled === undefined || batch.some((each) => asksFor(`/smuggled/${smuggled}`, each) > 0))
        return []
      return [{ kind: 'smuggled', text: 'a request out of the body of another has reached the app' }]
    })
    if (!target.alive) {
      this.#target = undefined
      return [...faults, { kind: 'crash', text: 'the process has ended' }]
    }
    return marked
      ? faults
      : [...faults, { kind: 'marker', text: 'a good request on a new connection is not answered' }]
  }

  async #answersMarker({ port }: TargetProcess): Promise<boolean> {
    const id = Math.random().toString(36).slice(2)
    const pieces = [`GET /marker/${id} HTTP/1.1\r\nHost: localhost\r\n\r\n`]
    const { replies, hung } = await fire(
      port,
      { index: -1, requests: 1, pieces, pause: 0, ending: 'wait' },
      this.#options.limit,
    )
    return !hung && replies[0]?.status === 200 && replies[0].body === `marker ${id}`
  }

  /** Which case was it? Each is sent alone, unless the fault is known already. */
  async #blame(batch: readonly FuzzCase[], fault: Fault): Promise<void> {
    if (!this.#isNew(fault)) return this.#note(batch, undefined, [fault])
    for (const each of batch) {
      await this.#fire(each)
      const heard = await this.#heard([each])
      if (heard.some((other) => keyOf(other) === keyOf(fault))) return this.#note(batch, each, [fault])
    }
    return this.#note(batch, undefined, [fault])
  }

  #isNew(fault: Fault): boolean {
    return !this.#findings.has(keyOf(fault))
  }

  #note(batch: readonly FuzzCase[], each: FuzzCase | undefined, faults: readonly Fault[]): void {
    for (const fault of faults) {
      const known = this.#findings.get(keyOf(fault))
      const between = [batch[0]?.index ?? 0, batch.at(-1)?.index ?? 0] as const
      if (known === undefined) this.#findings.set(keyOf(fault), { ...fault, each, between, count: 1 })
      else known.count += 1
    }
  }
}

/** Two faults are the same when they differ in numbers and names only. */
function keyOf({ kind, text }: Fault): string {
  return `${kind} ${text.slice(0, 300).replaceAll(/"(?:[^"\\]|\\.)*"|'[^'\n]*'|\d+/g, '…')}`
}
