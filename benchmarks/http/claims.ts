import { atMost, type Claim, withNoise } from '../house/claims.ts'
import { contenderNames } from '../house/names.ts'
import { Standing } from '../house/standing.ts'
import type { FetchFigures } from './fetch.ts'
import { type ScenarioFigures, WITHOUT_HOOKS } from './measure.ts'

/** The most that micro may cost, against bare `node:http`, where little else is done. */
const MOST = 1.05
const AGAINST_BARE = ['hello', 'json', 'param', 'echo']
/** The most microseconds that ten hooks may cost. */
const MOST_FOR_HOOKS = 1
const PEERS = contenderNames.filter((name) => name !== 'bare' && name !== 'micro')

/** What is asked of a scenario on `node:http`. */
export function claimsOf({ scenario, costs, leftOut }: ScenarioFigures): Claim[] {
  if (leftOut['micro'] !== undefined)
    return [{ text: `${scenario}: micro gives the right answer`, outcome: 'MISSED' }]
  if (costs['micro'] === undefined) return []
  const standing = new Standing(costs)
  const claims: Claim[] = []
  if (AGAINST_BARE.includes(scenario) && costs['bare'] !== undefined) {
    const measured = standing.ratio('micro', 'bare')
    const text = `${scenario}: at most ${MOST} × bare node:http: ${withNoise(measured)}`
    claims.push({ text, outcome: atMost(MOST, measured), column: `≤ ${MOST} bare` })
  }
  claims.push(...belowPeers(scenario, standing))
  const plain = costs[WITHOUT_HOOKS]
  if (plain !== undefined) claims.push(hooksCost(standing, plain.median))
  return claims
}

/** What is asked of `app.fetch`. */
export function fetchClaimsOf({ scenario, costs }: FetchFigures): Claim[] {
  return costs['micro'] === undefined ? [] : belowPeers(`${scenario} by fetch`, new Standing(costs))
}

/** Against the cheapest of them: who is below that one is below all. */
function belowPeers(row: string, standing: Standing): Claim[] {
  const peer = standing.cheapest(PEERS)
  if (peer === undefined) return []
  const measured = standing.ratio('micro', peer)
  const text = `${row}: below every other framework; next is ${peer}: ${withNoise(measured)} × of it`
  return [{ text, outcome: atMost(1, measured), column: 'below all others' }]
}

/** @param plain - Microseconds of a request without hooks. */
function hooksCost(standing: Standing, plain: number): Claim {
  const { value, noise } = standing.ratio('micro', WITHOUT_HOOKS)
  const extra = { value: (value - 1) * plain, noise: noise * plain }
  const text = `hooks10: at most ${MOST_FOR_HOOKS} µs more than without: ${withNoise(extra)} µs`
  return { text, outcome: atMost(MOST_FOR_HOOKS, extra) }
}
