import { good, odd } from './corpus.ts'
import { mutate } from './mutate.ts'
import { Random } from './random.ts'

/** What one connection sends, and how. The same seed and index give the same case. */
export interface FuzzCase {
  readonly index: number
  /** How many requests it was made of. */
  readonly requests: number
  /** One character a byte, cut where the sender waits a moment. */
  readonly pieces: readonly string[]
  /** How long it waits between them, in milliseconds. */
  readonly pause: number
  /**
   * `wait`: nothing is wrong with it, so that it waits for a reply to each request.
   * `end`: it says that no more will come, and reads on. `reset`: it breaks the connection off.
   */
  readonly ending: 'wait' | 'end' | 'reset'
}

/** Makes a case: one in five is without a fault. */
export function fuzzCase(seed: number, index: number): FuzzCase {
  const random = new Random(seed, index)
  const clean = random.chance(0.2)
  const requests = 1 + random.int(3)
  const bytes = Array.from({ length: requests }, () =>
    clean ? random.pick(good)(index) : spoiled(index, random),
  ).join('')
  return {
    index,
    requests,
    pieces: cut(bytes, random),
    pause: random.chance(0.03) ? 1 + random.int(10) : 0,
    ending: clean ? 'wait' : random.chance(0.1) ? 'reset' : 'end',
  }
}

function spoiled(index: number, random: Random): string {
  const seed = random.chance(0.6) ? random.pick(good) : random.pick(odd)
  return random.chance(0.15) ? seed(index) : mutate(seed, index, random)
}

/** Mostly whole; else in a few pieces, or byte by byte up to somewhere. */
function cut(bytes: string, random: Random): readonly string[] {
  if (random.chance(0.7)) return [bytes]
  const ends = random.chance(0.1)
    ? Array.from({ length: Math.min(bytes.length, 60) }, (_, i) => i + 1)
    : Array.from({ length: 1 + random.int(5) }, () => random.int(bytes.length)).toSorted((a, b) => a - b)
  return [...ends, bytes.length]
    .map((end, i) => bytes.slice(ends[i - 1] ?? 0, end))
    .filter((piece) => piece !== '')
}
