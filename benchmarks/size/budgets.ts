import { type Claim, counted } from '../house/claims.ts'
import { show } from '../house/table.ts'
import type { Size } from './size-of.ts'

/**
 * The most bytes of each bundle, minified, not packed: a little above what it is, so that growth fails `pnpm check` when it happens. To be
 * lowered whenever something has become smaller, and never to be raised without a reason in the commit.
 */
export const ceilings: ReadonlyMap<string, number> = new Map([
  /** An app with one route, for Node, with its server. */
  ['hello', 161_700],
  /** The same without a server, answering by `fetch`. */
  ['hello by fetch', 141_500],
  /** With blueprints: health checks are one. An app has no more for it than it had. */
  ['extensions', 68_500],
  ['testing', 172_000],
  ['router', 41_500],
])

/** What is asked for: not met yet where a ceiling is above it. Missing it does not fail `pnpm check`, but `pnpm bench:size` says so. */
export const targets: ReadonlyMap<string, number> = new Map([['hello', 40_000]])

/** One claim for each bundle: that it has not grown. */
export function overBudget(sizes: readonly Size[]): Claim[] {
  return sizes.map(({ name, minified }) => {
    const ceiling = ceilings.get(name)
    // A bundle without a budget could grow unseen.
    if (ceiling === undefined) return { text: `${name}: has no budget`, outcome: 'MISSED' }
    const text = `${name}: within its budget of ${show(ceiling)} bytes: ${show(minified)}`
    return { text, outcome: counted(minified <= ceiling) }
  })
}

/** What is asked for. */
export function sizeClaims(sizes: readonly Size[]): Claim[] {
  return sizes.flatMap(({ name, minified }) => {
    const target = targets.get(name)
    if (target === undefined) return []
    const text = `${name}: at most ${show(target)} bytes, as is asked: ${show(minified)}`
    return [{ text, outcome: counted(minified <= target) }]
  })
}
