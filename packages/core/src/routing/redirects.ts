import { buildUrl, fillTemplate, fits } from './build.ts'
import type { Redirect } from './match.ts'
import type { Params } from './params.ts'
import type { Rule } from './rule.ts'

/**
 * Where a request that matched `rule` belongs instead: to the canonical rule of an alias, to the rule that has a spelled-out
 * value as its default, or to what `redirectTo` says.
 *
 * @param rules - Those of the endpoint, in the order in which URLs choose among them.
 */
export function redirectFrom<T>(
  rules: readonly Rule<T>[],
  rule: Rule<T>,
  params: Params,
  method: string,
): Redirect<T> | undefined {
  const canonical = rule.alias
    ? rules.find((other) => !other.alias && answers(other, params, method))
    : rules
        .slice(0, rules.indexOf(rule))
        .find((other) => isDefaultOf(other, rule) && answers(other, params, method))
  if (canonical) return toRule(canonical, rule, params)
  if (rule.redirectTo === undefined) return undefined
  const { redirectTo } = rule
  const path = typeof redirectTo === 'string' ? fillTemplate(rule, redirectTo, params) : redirectTo(params)
  return redirect(rule, ownPath(path), undefined)
}

/** @param location - As it goes on the wire. */
export function redirect<T>(rule: Rule<T>, location: string, domain: string | undefined): Redirect<T> {
  return { kind: 'redirect', status: 308, location, domain, rule }
}

function answers(rule: Rule, params: Params, method: string): boolean {
  return !rule.buildOnly && rule.methods.includes(method) && fits(rule, params)
}

function isDefaultOf(other: Rule, rule: Rule): boolean {
  return (
    other.defaults !== undefined &&
    !other.alias &&
    other.arguments.symmetricDifference(rule.arguments).size === 0
  )
}

function toRule<T>(canonical: Rule<T>, rule: Rule<T>, params: Params): Redirect<T> {
  const values = Object.fromEntries(Object.entries(params).filter(([name]) => canonical.arguments.has(name)))
  const { url, domain } = buildUrl(canonical, { ...values, ...canonical.defaults })
  return redirect(rule, url, domain)
}

/**
 * A path that stays here: browsers read `//host`, `/\host` and, since they drop tabs and line ends, `/⇥/host` as
 * another host.
 */
function ownPath(path: string): string {
  return `/${path.replace(/^[/\\\s]+/, '')}`.toWellFormed().replaceAll(/[^!-[\]-~]+/g, encodeURIComponent)
}
