import type { Extension } from '../app/extension.ts'
import { fail } from '../ground/codes.ts'
import { type ExtensionRule, problemOf, rules } from './conformance/rules.ts'
import { type ExtensionTrial, makeTrial } from './conformance/trial.ts'

/** What a rule said of an extension. */
export interface ExtensionRuleResult {
  readonly rule: ExtensionRule
  readonly ok: boolean
  /** What is wrong and what to do, in words. Absent when nothing is. */
  readonly problem?: string
}

/**
 * Tries whether an extension obeys the rules that let it live in any app beside any other: isolated apps, no I/O in `initApp`,
 * checked options, everything closed, and misuse that says what to do.
 *
 * Does not test what the extension is for. It is made anew for each rule, and what it `requires` is registered with it. A rule sees
 * what the platform tells: private fields by what they do, open things by `options.open`, and on Node by what keeps the process busy.
 *
 * @param create - Makes the extension, as a program would, and other extension objects that it needs.
 * @returns One result for each rule, in a fixed order.
 * @example
 * const greeter = () => defineExtension({ name: 'greeter', initApp: () => ({ greeting: 'Hello' }) })
 * const report = await testExtension(greeter)
 * console.log(report.filter(({ ok }) => !ok)) // []
 */
export async function testExtension<Subject, State, Options>(
  create: () => Subject & Extension<State, Options>,
  options: ExtensionTrial<Subject, State, Options> = {},
): Promise<readonly ExtensionRuleResult[]> {
  const trial = makeTrial(create, options)
  const results: ExtensionRuleResult[] = []
  for (const rule of rules) {
    const problem = await problemOf(rule, trial)
    results.push(
      problem === undefined ? { rule: rule.rule, ok: true } : { rule: rule.rule, ok: false, problem },
    )
  }
  return results
}

/** Adds a test: `it` of vitest, `test` of node:test. */
export type AddTest = (name: string, run: () => Promise<void>) => unknown

/**
 * As {@link testExtension}, with a test for each rule, by whatever adds tests.
 *
 * A test that fails throws `EXTENSION_RULE`, with the rule and what is wrong.
 *
 * @example
 * import { test } from 'node:test'
 *
 * const greeter = () => defineExtension({ name: 'greeter', initApp: () => ({ greeting: 'Hello' }) })
 * extensionSuite(greeter)(test)
 */
export function extensionSuite<Subject, State, Options>(
  create: () => Subject & Extension<State, Options>,
  options: ExtensionTrial<Subject, State, Options> = {},
): (addTest: AddTest) => void {
  const trial = makeTrial(create, options)
  return (addTest) => {
    for (const rule of rules) {
      addTest(`${rule.rule}: ${rule.sentence}`, async () => {
        const problem = await problemOf(rule, trial)
        if (problem !== undefined)
          throw fail('EXTENSION_RULE', { extension: trial.make().name, rule: rule.rule, problem })
      })
    }
  }
}
