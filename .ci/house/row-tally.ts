/** How one test ended, and under which titles it stands. */
export interface Outcome {
  /** Of the describe blocks around it, from the outermost, and its own. */
  readonly titles: readonly string[]
  /** `skipped` is also what was never run. */
  readonly state: 'passed' | 'failed' | 'skipped'
}

/** Which rows of a group have tests, by id. Every row is in exactly one of the lists. */
export interface GroupTally {
  readonly name: string
  readonly green: readonly string[]
  readonly failing: readonly string[]
  /** Without a test, deliberately. */
  readonly left: readonly string[]
  readonly missing: readonly string[]
}

/** The rows that are wanted: by id what they are, and why some have no test. */
export interface RowList {
  readonly rows: Readonly<Record<string, string>>
  readonly left: Readonly<Record<string, string>>
}

export interface Tally {
  readonly groups: readonly GroupTally[]
  /** Ids in titles that look like those of a group, and are in no list: spelled wrong. */
  readonly unknown: readonly string[]
}

const IDS = /^([A-Z]\d\d(?:, [A-Z]\d\d)*):/

/** The ids that a title begins with: `'A07, A08: …'` has two. */
export function idsOf(title: string): readonly string[] {
  return IDS.exec(title)?.[1]?.split(', ') ?? []
}

/** Sorts the rows by how their tests ended. One failure makes a row fail; a skipped test is none. */
export function tallyRows({ rows, left }: RowList, outcomes: readonly Outcome[]): Tally {
  const states = statesById(outcomes)
  const ids = Object.keys(rows)
  const groups = [...new Set(ids.map(groupOf))]
  return {
    groups: groups.map((name) => {
      const kinds = Map.groupBy(
        ids.filter((id) => groupOf(id) === name),
        (id) => kindOf(states.get(id), Object.hasOwn(left, id)),
      )
      const of = (kind: Kind): readonly string[] => kinds.get(kind) ?? []
      return { name, green: of('green'), failing: of('failing'), left: of('left'), missing: of('missing') }
    }),
    unknown: [...states.keys()].filter((id) => groups.includes(groupOf(id)) && !Object.hasOwn(rows, id)),
  }
}

/** Whether every row is green or deliberately left. */
export function isComplete({ groups, unknown }: Tally): boolean {
  return unknown.length === 0 && groups.every(({ failing, missing }) => failing.length + missing.length === 0)
}

/** The tally for people: a line for each group, then what is not green, row by row. */
export function formatTally({ groups, unknown }: Tally, { rows, left }: RowList): string {
  const total = { name: 'all', ...joined(groups) }
  return [
    'group  rows  green  failing  left  missing',
    ...[...groups, total].map(formatGroup),
    ...section('Left, deliberately:', total.left, (id) => `${rows[id]}: ${left[id]}`),
    ...section('Failing:', total.failing, (id) => rows[id]),
    ...section('Missing:', total.missing, (id) => rows[id]),
    ...section('In titles, and in no list:', unknown, () => 'spelled wrong?'),
  ].join('\n')
}

type Kind = 'green' | 'failing' | 'left' | 'missing'

const groupOf = (id: string): string => id.slice(0, 1)

function statesById(outcomes: readonly Outcome[]): ReadonlyMap<string, ReadonlySet<Outcome['state']>> {
  const states = new Map<string, Set<Outcome['state']>>()
  for (const { titles, state } of outcomes) {
    for (const id of titles.flatMap(idsOf)) states.set(id, (states.get(id) ?? new Set()).add(state))
  }
  return states
}

function kindOf(states: ReadonlySet<Outcome['state']> | undefined, mayBeLeft: boolean): Kind {
  if (states?.has('failed')) return 'failing'
  if (states?.has('passed')) return 'green'
  return mayBeLeft ? 'left' : 'missing'
}

function joined(groups: readonly GroupTally[]): Omit<GroupTally, 'name'> {
  return {
    green: groups.flatMap(({ green }) => green),
    failing: groups.flatMap(({ failing }) => failing),
    left: groups.flatMap((group) => group.left),
    missing: groups.flatMap(({ missing }) => missing),
  }
}

function formatGroup({ name, green, failing, left, missing }: GroupTally): string {
  const counts = [green, failing, left, missing].map(({ length }) => length)
  const all = counts.reduce((sum, count) => sum + count, 0)
  return [
    name.padEnd(5),
    ...[all, ...counts].map((count, i) => String(count).padStart([4, 5, 7, 4, 7][i] ?? 0)),
  ].join('  ')
}

function section(
  title: string,
  ids: readonly string[],
  say: (id: string) => string | undefined,
): readonly string[] {
  return ids.length === 0 ? [] : ['', title, ...ids.map((id) => `  ${id}  ${say(id)}`)]
}
