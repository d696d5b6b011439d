import { type Summary, summarize } from './statistics.ts'

/** Something that is measured again and again. */
export interface Measured {
  readonly name: string
  /** One round: what it cost, in the unit of the measurement. */
  readonly round: () => Promise<number>
}

/**
 * Measures all by turns, so that a busy moment of the machine hits none of them alone: a round of each, in an order that moves on by one
 * each time. The first round of each is for warming up and is not counted.
 */
export async function takeTurns(all: readonly Measured[], rounds: number): Promise<Map<string, Summary>> {
  const taken = new Map(all.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const each = all[(turn + round) % all.length]
      if (each === undefined) continue
      const cost = await each.round()
      if (round > 0) taken.get(each.name)?.push(cost)
    }
  }
  return new Map([...taken].map(([name, costs]) => [name, summarize(costs)]))
}
