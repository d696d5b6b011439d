import type { House, Rule, Violation } from './house.ts'
import { ambient } from './rules/ambient.ts'
import { bare } from './rules/bare.ts'
import { circular } from './rules/circular.ts'
import { declared } from './rules/declared.ts'
import { names } from './rules/names.ts'
import { neighbours } from './rules/neighbours.ts'
import { ownEntry } from './rules/own-entry.ts'
import { placed } from './rules/placed.ts'
import { platform } from './rules/platform.ts'
import { reach } from './rules/reach.ts'
import { starExports } from './rules/star-exports.ts'
import { upward } from './rules/upward.ts'

/** What a rule found. */
export interface Finding {
  readonly rule: Rule
  readonly violations: readonly Violation[]
}

/** Every rule of the house, in the order they are reported. */
export const laws: readonly Rule[] = [
  upward,
  circular,
  neighbours,
  platform,
  bare,
  ownEntry,
  starExports,
  names,
  ambient,
  reach,
  declared,
  placed,
]

/** Checks a house by every rule. */
export function inspect(house: House): readonly Finding[] {
  return laws.map((rule) => ({ rule, violations: rule.check(house) }))
}
