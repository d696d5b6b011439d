import { anyOrder } from './any-order.ts'
import { checkedOptions } from './checked-options.ts'
import { closedAtStop, closedWithRequest, usableAgain } from './closing.ts'
import { isolated } from './isolated.ts'
import { missing, outside, registeredOnce } from './misuse.ts'
import { onBlueprint } from './on-blueprint.ts'
import { clashing, recorded } from './recorded.ts'
import { saying } from './saying.ts'
import type { Trial } from './trial.ts'
import { withoutIo } from './without-io.ts'

/** What every extension obeys, by its name. */
export type ExtensionRule =
  | 'isolated'
  | 'no-io'
  | 'options'
  | 'stop'
  | 'scoped'
  | 'again'
  | 'registered-once'
  | 'missing'
  | 'outside'
  | 'order'
  | 'blueprint'
  | 'recorded'
  | 'clashes'

/** A rule with the way to check it. */
export interface Rule {
  readonly rule: ExtensionRule
  /** What is so when it is obeyed. */
  readonly sentence: string
  /** What is wrong, in words; `undefined` when nothing is. */
  readonly check: (trial: Trial) => Promise<string | undefined>
}

/** In the order in which they are reported. */
export const rules: readonly Rule[] = [
  { rule: 'isolated', sentence: 'two apps share nothing but the object', check: isolated },
  { rule: 'no-io', sentence: 'initApp is synchronous and does no I/O', check: withoutIo },
  { rule: 'options', sentence: 'a wrong option is refused by its name', check: checkedOptions },
  {
    rule: 'stop',
    sentence: 'what it opened is closed at the stop, also after a failed start',
    check: closedAtStop,
  },
  {
    rule: 'scoped',
    sentence: 'what a request opened is closed with it, also when it failed',
    check: closedWithRequest,
  },
  { rule: 'again', sentence: 'starting and stopping twice is harmless', check: usableAgain },
  { rule: 'registered-once', sentence: 'a second registration is refused', check: registeredOnce },
  { rule: 'missing', sentence: 'used before it is registered it says what to add', check: missing },
  { rule: 'outside', sentence: 'used outside of an app it says so', check: outside },
  { rule: 'order', sentence: 'it can be registered in any order with what it requires', check: anyOrder },
  {
    rule: 'blueprint',
    sentence: 'on a blueprint it works there, and leaves other requests alone',
    check: onBlueprint,
  },
  { rule: 'recorded', sentence: 'what it adds is recorded as its own', check: recorded },
  { rule: 'clashes', sentence: 'a clash names both owners', check: clashing },
]

/** Checks one rule; what the check itself throws is a problem, too. */
export async function problemOf({ check }: Rule, trial: Trial): Promise<string | undefined> {
  try {
    return await check(trial)
  } catch (error) {
    return `it does not work: ${saying(error)}`
  }
}
