import type { GrowthFigures } from '../growth/growth-claim.ts'
import { growthHeads, growthRows } from '../growth/growth-rows.ts'
import type { Claim } from '../house/claims.ts'
import type { FetchFigures } from '../http/fetch.ts'
import type { FlaskFigures } from '../http/flask.ts'
import { type ScenarioFigures, WITHOUT_HOOKS } from '../http/measure.ts'
import { type Machine, wasBusy } from '../house/machine.ts'
import { barPlot, type Line, linePlot } from '../house/plot.ts'
import { Standing } from '../house/standing.ts'
import type { Summary } from '../house/statistics.ts'
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
    readonly http: readonly ScenarioFigures[]
    readonly fetch: readonly FetchFigures[]
    readonly flask: readonly FlaskFigures[]
  }>
  readonly start: Result<
    readonly {
      readonly routes: number
      readonly plugins: number
      readonly rows: readonly {
        readonly name: string
        readonly answered: number
        readonly imported: number
      }[]
    }[]
  >
  readonly memory: Result<{
    readonly footprints: readonly {
      readonly name: string
      readonly atRest: number
      readonly afterLoad: number
      readonly heapAfterLoad: number
      readonly perConnection: number
    }[]
    readonly allocations: readonly {
      readonly scenario: string
      readonly bytes: Readonly<Record<string, number>>
    }[]
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
    http: costTable(http.figures.http),
    fetch: costTable(http.figures.fetch),
    flask: flaskTable(http.figures.flask),
    start: startTable(start.figures),
    memory: memoryTable(memory.figures.footprints),
    allocations: allocationTable(memory.figures.allocations),
    size: sizeTable(size.figures),
    growth: growthText(growth.figures),
  }
}

/** Plots as SVG, by their file names. */
export function plots({ http, growth }: Results): Record<string, string> {
  const groups = http.figures.http
    .filter(({ scenario }) => PLOTTED.includes(scenario))
    .map(({ scenario, costs }) => ({
      name: scenario,
      bars: Object.entries(costs)
        .filter(([name]) => name !== WITHOUT_HOOKS)
        .map(([name, { least }]) => ({ name, value: least })),
    }))
  const lines = growth.figures.map(({ name, points, bare }) => {
    const axes = { title: `Cost against ${name}`, x: name, y: 'µs of processor time a request' }
    const logarithmic = name === 'routes' || name === 'connections'
    const drawn = [lineOf('micro', points), ...(bare === undefined ? [] : [lineOf('bare', bare)])]
    return [`growth-${name}`, linePlot({ ...axes, logarithmic }, drawn)] as const
  })
  const bars = barPlot({ title: 'Cost of a request', x: '', y: 'µs of processor time a request' }, groups)
  return { http: bars, ...Object.fromEntries(lines) }
}

function lineOf(name: string, points: GrowthFigures['points']): Line {
  return { name, points: points.map(([count, { least }]) => [count, least]) }
}

function machineText(
  { node, processor, cores, date, versions }: Machine,
  machines: readonly Machine[],
): string {
  const busy = machines.some(wasBusy) ? ' Others worked on it meanwhile: the figures are preliminary.' : ''
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return `Node ${node.slice(1)} on ${processor} with ${cores} cores, ${date.slice(0, 10)}.${busy}\n\n${peers.join(' · ')}`
}

type Costs = readonly {
  readonly scenario: string
  readonly lives: number
  readonly costs: Readonly<Record<string, Summary>>
}[]

/** The least of each; behind it, where there is a bare server, how many times that of it. */
function costTable(figures: Costs): string {
  const names = [...new Set(figures.flatMap(({ costs }) => Object.keys(costs)))].filter(
    (name) => name !== WITHOUT_HOOKS,
  )
  const rows = figures.map(({ scenario, lives, costs }): Cell[] => {
    const standing = new Standing(costs, lives)
    return [scenario, ...names.map((name) => costCell(name, costs, standing))]
  })
  return markdownTable(['', ...names], rows)
}

function costCell(name: string, costs: Readonly<Record<string, Summary>>, standing: Standing): Cell {
  const cost = costs[name]
  if (cost === undefined || name === 'bare' || !('bare' in costs)) return cost?.least
  const { value, noise } = standing.ratio(name, 'bare')
  return `${show(cost.least)} (${value.toFixed(2)} ± ${noise.toFixed(2)})`
}

function flaskTable(figures: readonly FlaskFigures[]): string {
  if (figures.length === 0) return 'Not measured in this run.'
  const cells = figures.map(({ cost }) => cost.least)
  return markdownTable(
    ['µs', ...figures.map(({ scenario }) => scenario)],
    [['Flask under gunicorn', ...cells]],
  )
}

function startTable(figures: Results['start']['figures']): string {
  const names = figures[0]?.rows.map(({ name }) => name) ?? []
  const rows = figures.map(({ routes, plugins, rows: all }): Cell[] => [
    `${show(routes)} routes, plugins: ${plugins}`,
    ...names.map((name) => Math.round(all.find((row) => row.name === name)?.answered ?? 0)),
  ])
  return markdownTable(['ms', ...names], rows)
}

function memoryTable(figures: Results['memory']['figures']['footprints']): string {
  const heads = ['', 'at rest, MiB', 'after load, MiB', 'heap after load, MiB', 'KiB a connection']
  return markdownTable(
    heads,
    figures.map((each) => [each.name, each.atRest, each.afterLoad, each.heapAfterLoad, each.perConnection]),
  )
}

function allocationTable(figures: Results['memory']['figures']['allocations']): string {
  const names = Object.keys(figures[0]?.bytes ?? {})
  return markdownTable(
    ['bytes', ...names],
    figures.map(({ scenario, bytes }) => [scenario, ...names.map((name) => bytes[name])]),
  )
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
  const claims = figures.map(({ claim: { text, outcome } }): Cell[] => [text, outcome])
  return `${markdownTable(['µs', ...growthHeads], rows)}\n\n${markdownTable(['asked', ''], claims)}`
}
