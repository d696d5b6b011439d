import { type Summary, summarize } from './statistics.ts'

/** Something that is measured again and again. */
export interface Measured {
  readonly name: string
  /** One round: what it cost, in the unit of the measurement. */
  readonly round: () => Promise<number>
  /** A round that only warms up. Default: one like the others. */
  readonly warmUp?: () => Promise<unknown>
}

/** The costs of all rounds, by name. */
export type Taken = ReadonlyMap<string, readonly number[]>

/** How many rounds of each are taken. */
export interface Turns {
  /** Before the others, and not counted. */
  readonly warmUp: number
  readonly rounds: number
}

/**
 * Measures all by turns, so that a busy moment of the machine hits none of them alone: a round of each, in an order that moves on by one each
 * time. Warming up goes by turns too: in the pauses a process finishes compiling what it has found to be worth it.
 */
export async function takeTurns(all: readonly Measured[], { warmUp, rounds }: Turns): Promise<Taken> {
  const taken = new Map(all.map(({ name }) => [name, [] as number[]]))
  for (let round = -warmUp; round < rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const each = all[(turn + warmUp + round) % all.length]
      if (each === undefined) continue
      if (round < 0) await (each.warmUp ?? each.round)()
      else taken.get(each.name)?.push(await each.round())
    }
  }
  return taken
}

/** The rounds of several lives in one list for each that was there in all of them. */
export function summaries(lives: readonly Taken[]): Record<string, Summary> {
  const names = [...(lives[0]?.keys() ?? [])].filter((name) => lives.every((life) => life.has(name)))
  return Object.fromEntries(
    names.map((name) => [
      name,
      summarize(
        lives.flatMap((life) => life.get(name) ?? []),
        lives.length,
      ),
    ]),
  )
}
