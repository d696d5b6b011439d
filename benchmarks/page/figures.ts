import { type GrowthFigures, growthStanding } from '../growth/growth-claim.ts'
import { growthHeads, growthRows } from '../growth/growth-rows.ts'
import { type Claim, withNoise } from '../house/claims.ts'
import { claimsOf, fetchClaimsOf } from '../http/claims.ts'
import type { FetchFigures } from '../http/fetch.ts'
import type { FlaskFigures } from '../http/flask.ts'
import { type ScenarioFigures, WITHOUT_HOOKS } from '../http/measure.ts'
import { type Machine, wasBusy } from '../house/machine.ts'
import { requestsOf } from '../house/measured-server.ts'
import { WARM_UP_ROUND } from '../house/options.ts'
import { barPlot, type Line, linePlot } from '../house/plot.ts'
import { Standing } from '../house/standing.ts'
import { scenarios } from '../house/scenarios.ts'
import { type Summary, uncertainMean } from '../house/statistics.ts'
import { type Cell, markdownTable, show } from '../house/table.ts'

interface Result<Figures> {
  readonly machine: Machine
  readonly figures: Figures
}

/** What the scripts have kept, by their names. */
export interface Results {
  readonly http: Result<{
    readonly lives: number
    readonly rounds: number
    readonly requests: number
    /** Rounds that only warm up. */
    readonly warmUp: number
    readonly http: readonly ScenarioFigures[]
    readonly fetch: readonly FetchFigures[]
    readonly flask: readonly FlaskFigures[]
  }>
  readonly start: Result<{
    readonly starts: readonly {
      readonly routes: number
      readonly plugins: number
      readonly rows: readonly { readonly name: string; readonly summary: Summary }[]
    }[]
    readonly claims: readonly Claim[]
  }>
  readonly memory: Result<{
    readonly footprints: readonly {
      readonly name: string
      readonly atRest: Summary
      readonly afterLoad: Summary
      readonly heapAfterLoad: Summary
      readonly perConnection: Summary
    }[]
    readonly allocations: readonly {
      readonly scenario: string
      readonly bytes: Readonly<Record<string, Summary>>
    }[]
    readonly claims: readonly Claim[]
  }>
  readonly size: Result<{
    readonly ours: readonly { readonly name: string; readonly minified: number; readonly packed: number }[]
    readonly theirs: readonly { readonly name: string; readonly minified: number; readonly packed: number }[]
  }>
  readonly growth: Result<readonly (GrowthFigures & { readonly claim: Claim })[]>
}

const PLOTTED = ['hello', 'json', 'param', 'echo']

/** Tables in Markdown, by the names of their places on the page. */
export function tables({ http, start, memory, size, growth }: Results): Record<string, string> {
  return {
    machine: machineText(
      http.machine,
      [http, start, memory, growth].map(({ machine }) => machine),
    ),
    http: httpText(http.figures),
    fetch: costTable('ns', http.figures.fetch.map(fetchRow)),
    flask: flaskTable(http.figures.flask),
    start: startText(start.figures),
    memory: memoryText(memory.figures),
    allocations: allocationText(memory.figures.allocations),
    size: sizeTable(size.figures),
    growth: growthText(growth.figures),
  }
}

/** Plots as SVG, by their file names. */
export function plots({ http, growth }: Results): Record<string, string> {
  const groups = http.figures.http
    .filter(({ scenario }) => PLOTTED.includes(scenario))
    .map(({ scenario, costs }) => {
      const standing = new Standing(costs)
      const names = Object.keys(costs).filter((name) => name !== WITHOUT_HOOKS)
      return { name: scenario, bars: names.map((name) => ({ name, value: standing.cost(name) })) }
    })
  const lines = growth.figures.map((each) => {
    const { name, points, bare } = each
    const standing = growthStanding(each)
    const lineOf = (who: string, counts: GrowthFigures['points']): Line => ({
      name: who,
      points: counts.map(([count]) => [count, standing.cost(`${who} ${count}`)]),
    })
    const axes = { title: `Cost against ${name}`, x: name, y: 'µs of processor time a request' }
    const logarithmic = name === 'routes' || name === 'connections'
    const drawn = [lineOf('micro', points), ...(bare === undefined ? [] : [lineOf('bare', bare)])]
    return [`growth-${name}`, linePlot({ ...axes, logarithmic }, drawn)] as const
  })
  const bars = barPlot({ title: 'Cost of a request', x: '', y: 'µs of processor time a request' }, groups)
  return { http: bars, ...Object.fromEntries(lines) }
}

/** What the page shows, for whoever wants to reckon with it: of each life what it is told by, without its single rounds. */
export function recordOf(results: Results): string {
  return `${JSON.stringify(results, withoutRounds, 2)}\n`
}

function withoutRounds(key: string, value: unknown): unknown {
  return key === 'modules' || (key === 'rounds' && Array.isArray(value)) ? undefined : value
}

function machineText(
  { node, processor, cores, date, versions }: Machine,
  machines: readonly Machine[],
): string {
  const busy = machines.some(wasBusy) ? ' Others worked on it meanwhile: the figures are preliminary.' : ''
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return `Node ${node.slice(1)} on ${processor} with ${cores} cores, ${date.slice(0, 10)}.${busy}\n\n${peers.join(' · ')}`
}

interface CostRow {
  readonly name: string
  readonly costs: Readonly<Record<string, Summary>>
  readonly claims: readonly Claim[]
}

function httpRow(figures: ScenarioFigures): CostRow {
  return { name: figures.scenario, costs: figures.costs, claims: claimsOf(figures) }
}

function fetchRow(figures: FetchFigures): CostRow {
  return { name: figures.scenario, costs: figures.costs, claims: fetchClaimsOf(figures) }
}

/** Below the table what has no column in it: a claim that only one row has, who is left out and why, and how all were warmed up. */
function httpText({ http, warmUp }: Results['http']['figures']): string {
  const rows = http.map(httpRow)
  const rest = rows.flatMap(({ claims }) => claims).filter(({ column }) => column === undefined)
  const left = http.flatMap(({ scenario, leftOut }) =>
    Object.entries(leftOut).map(([name, reason]) => `${name} is not in ${scenario}: ${reason}`),
  )
  const told = [...rest.map(({ text, outcome }) => `${text}: ${outcome}`), ...left, warmUpText(warmUp)]
  return `${costTable('µs', rows)}\n\n${told.map((each) => `- ${each}`).join('\n')}`
}

function warmUpText(rounds: number): string {
  const sent = (weight: number): string => show(rounds * requestsOf(WARM_UP_ROUND, weight))
  const heavy = scenarios
    .filter(({ weight }) => weight > 1)
    .map(({ name, weight }) => `${sent(weight)} of ${name}`)
  return `each server is warmed up by ${sent(1)} requests; by ${heavy.join(', ')}`
}

/**
 * What each costs, by the lower quartiles of its lives; behind it how many times that is what the bare server costs, or micro in a row
 * without it. In the last columns the outcomes of what is asked of the row.
 */
function costTable(unit: string, rows: readonly CostRow[]): string {
  const all = rows.flatMap(({ costs }) => Object.keys(costs))
  const names = [...new Set(all)].filter((name) => name !== WITHOUT_HOOKS)
  const columns = [...new Set(rows.flatMap(({ claims }) => claims.flatMap(({ column = [] }) => column)))]
  const cells = rows.map(({ name: row, costs, claims }): Cell[] => {
    const standing = new Standing(costs)
    const against = 'bare' in costs ? 'bare' : 'micro'
    const outcomes = columns.map((each) => claims.find(({ column }) => column === each)?.outcome ?? '')
    return [
      row,
      ...names.map((name) => (name in costs ? costCell(name, against, standing) : undefined)),
      ...outcomes,
    ]
  })
  return markdownTable([unit, ...names, ...columns], cells)
}

function costCell(name: string, against: string, standing: Standing): Cell {
  const cost = standing.cost(name)
  if (name === against) return cost
  const { value, noise } = standing.ratio(name, against)
  return `${show(cost)} (${value.toFixed(2)} ± ${noise.toFixed(2)})`
}

function claimTable(claims: readonly Claim[]): string {
  return markdownTable(
    ['asked', ''],
    claims.map(({ text, outcome }) => [text, outcome]),
  )
}

function flaskTable(figures: readonly FlaskFigures[]): string {
  if (figures.length === 0) return 'Not measured in this run.'
  const cells = figures.map(({ cost }) => new Standing({ flask: cost }).cost('flask'))
  return markdownTable(
    ['µs', ...figures.map(({ scenario }) => scenario)],
    [['Flask under gunicorn', ...cells]],
  )
}

function startText({ starts, claims }: Results['start']['figures']): string {
  const rows = starts.map(({ routes, plugins, rows: all }) => ({
    name: `${show(routes)} routes, plugins: ${plugins}`,
    costs: Object.fromEntries(all.map(({ name, summary }) => [name, summary])),
    claims: [],
  }))
  return `${costTable('ms', rows)}\n\n${claimTable(claims)}`
}

function memoryText({ footprints, claims }: Results['memory']['figures']): string {
  const heads = ['', 'at rest, MiB', 'after load, MiB', 'heap after load, MiB', 'KiB a connection']
  const rows = footprints.map(({ name, atRest, afterLoad, heapAfterLoad, perConnection }): Cell[] => [
    name,
    ...[atRest, afterLoad, heapAfterLoad, perConnection].map(({ quartiles }) =>
      withNoise(uncertainMean(quartiles)),
    ),
  ])
  const note =
    'A thousand connections of 1 KiB are 1 MiB, and one process differs from the next by as much: figures within the noise of each other are not told apart.'
  return `${markdownTable(heads, rows)}\n\n${note}\n\n${claimTable(claims)}`
}

function allocationText(figures: Results['memory']['figures']['allocations']): string {
  const names = Object.keys(figures[0]?.bytes ?? {})
  const counted = figures.flatMap(({ bytes }) => Object.values(bytes))
  const apart = (Math.max(0, ...counted.map(({ spread }) => spread)) * 100).toFixed(1)
  const rows = figures.map(({ scenario, bytes }) => [scenario, ...names.map((name) => bytes[name]?.median)])
  return `${markdownTable(['bytes', ...names], rows)}\n\nCounted again in the same process, the middle half of the counts lies at most ${apart} % apart.`
}

function sizeTable({ ours, theirs }: Results['size']['figures']): string {
  const rows = [...ours.map((each) => ({ ...each, name: `micro: ${each.name}` })), ...theirs]
  return markdownTable(
    ['bytes', 'minified', 'and packed'],
    rows.map(({ name, minified, packed }) => [name, minified, packed]),
  )
}

/** What was measured, and below it what is asked and whether it holds. */
function growthText(figures: Results['growth']['figures']): string {
  const rows = figures.flatMap((each) =>
    growthRows(each).map(({ count, cells }): Cell[] => [`${each.name}: ${show(count)}`, ...cells]),
  )
  const claims = claimTable(figures.map(({ claim }) => claim))
  return `${markdownTable(['µs', ...growthHeads], rows)}\n\n${claims}`
}
