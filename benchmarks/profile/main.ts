// Where the time of a request goes, and who allocates for it, function by function: `pnpm bench:profile`.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MicroBuild } from '../house/micro-build.ts'
import { load } from '../house/load.ts'
import { readOptions } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { describeMachine, loadNow } from '../house/machine.ts'
import { requestFor, type Scenario, scenarios, sentBy } from '../house/scenarios.ts'
import { Scratch } from '../house/scratch.ts'
import { ServerProcess, takeClientCore } from '../house/server-process.ts'
import { show, table } from '../house/table.ts'
import { type AllocationNode, type Profile, selfAllocations, selfTimes, type Spent } from './self-times.ts'

const SERVE = new URL('../contenders/serve.ts', import.meta.url).pathname
const SERVE_SAMPLED = new URL('serve.ts', import.meta.url).pathname
const LISTED = 15
const GROUPS = ['micro', 'node', 'collection', 'native', 'idle'] as const

const options = readOptions({
  name: 'profile',
  only: scenarios.map(({ name }) => name),
  requests: 60_000,
})
const wanted = options.only.length === 0 ? ['hello', 'echo'] : options.only
takeClientCore()
using build = new MicroBuild({ extensions: wanted.includes('page') })

const figures = []
for (const scenario of scenarios) {
  if (!wanted.includes(scenario.name)) continue
  const spent = selfTimes(await profileOf(scenario), join(build.packages, 'core'))
  const busy = spent.filter(({ group }) => group !== 'idle').reduce((sum, { time }) => sum + time, 0)
  figures.push({ scenario: scenario.name, busy, spent: spent.slice(0, 100) })
  print(scenario.name, spent, busy)
  printAllocations(
    scenario.name,
    selfAllocations(await allocationsOf(scenario), join(build.packages, 'core')),
  )
}
keepResults(options, describeMachine([], loadNow()), figures)

async function profileOf(scenario: Scenario): Promise<Profile> {
  using scratch = new Scratch('profile')
  const flags = ['--cpu-prof', `--cpu-prof-dir=${scratch.folder}`, '--cpu-prof-interval=250']
  using server = await ServerProcess.start(SERVE, `micro ${scenario.name}`, {
    packages: build.packages,
    flags,
  })
  await send(scenario, server.origin)
  await server.stop()
  const [file = ''] = readdirSync(scratch.folder)
  const profile: Profile = JSON.parse(readFileSync(join(scratch.folder, file), 'utf8'))
  return profile
}

async function send(scenario: Scenario, origin: string): Promise<void> {
  const sent = await sentBy(scenario, async (each) => fetch(requestFor(each, origin)))
  await load(origin, sent, options.requests, scenario.status)
}

async function allocationsOf(scenario: Scenario): Promise<AllocationNode> {
  using scratch = new Scratch('allocations')
  using server = await ServerProcess.start(SERVE_SAMPLED, `${scratch.folder} micro ${scenario.name}`, {
    packages: build.packages,
  })
  await send(scenario, server.origin)
  await server.stop()
  const profile: { readonly head: AllocationNode } = JSON.parse(
    readFileSync(join(scratch.folder, 'allocations.json'), 'utf8'),
  )
  return profile.head
}

function printAllocations(scenario: string, allocated: readonly Spent[]): void {
  const total = allocated.reduce((sum, { time }) => sum + time, 0)
  console.log(`\n${scenario}: bytes allocated for a request, ${show(total / options.requests)} in all`)
  console.log(
    table(
      ['by the function itself', 'bytes', 'where'],
      allocated.slice(0, LISTED).map(({ name, time, place }) => [name, time / options.requests, place]),
    ),
  )
}

function print(scenario: string, spent: readonly Spent[], busy: number): void {
  const share = (time: number): string => `${((time / busy) * 100).toFixed(1)} %`
  console.log(`\n${scenario}: share of the time that the server was busy, starting included`)
  const groups = GROUPS.filter((group) => group !== 'idle').map((group) => {
    const time = spent.filter((each) => each.group === group).reduce((sum, each) => sum + each.time, 0)
    return [group, share(time)]
  })
  console.log(table(['', 'share'], groups))
  for (const group of ['micro', 'node'] as const) {
    const listed = spent.filter((each) => each.group === group).slice(0, LISTED)
    console.log(
      `\n${table(
        [`${group}, its own time`, 'share', 'where'],
        listed.map(({ name, time, place }) => [name, share(time), place]),
      )}`,
    )
  }
}
