import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'

/** What a figure was measured on. */
export interface Machine {
  readonly node: string
  readonly processor: string
  readonly cores: number
  readonly date: string
  /** Mean count of processes that wanted a core in the last minute, before and after; afterwards the servers that were measured are among them. */
  readonly load: readonly number[]
  readonly pinned: boolean
  readonly versions: Readonly<Record<string, string>>
}

const PACKAGES = join(import.meta.dirname, '..', 'node_modules')

/** Counted at once: held on one core, a process sees no other. */
const CORES = availableParallelism()

/** Whether a process can be held on one core here. */
export const canPin: boolean = process.platform === 'linux' && CORES > 1 && hasTaskset()

/** @param others - Versions of what is no package of Node. */
export function describeMachine(
  packages: readonly string[],
  loadBefore: number,
  others: Readonly<Record<string, string>> = {},
): Machine {
  return {
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: CORES,
    date: new Date().toISOString(),
    load: [loadBefore, loadNow()],
    pinned: canPin,
    versions: { ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])), ...others },
  }
}

/** Mean count of processes that wanted a core in the last minute. */
export function loadNow(): number {
  return Number((loadavg()[0] ?? 0).toFixed(2))
}

export function versionOf(name: string): string {
  const path = join(PACKAGES, name, 'package.json')
  if (!existsSync(path)) return 'not installed'
  const manifest: { version: string } = JSON.parse(readFileSync(path, 'utf8'))
  return manifest.version
}

/** Whether others were at work too: before the first server was up, or more than a script of ours makes by itself. */
export function wasBusy({ load: [before = 0, after = 0], cores }: Pick<Machine, 'load' | 'cores'>): boolean {
  return before > cores || after > cores * 2
}

/** Says what the figures were measured on, and what speaks against them. */
export function printMachine(machine: Machine): void {
  const { node, processor, cores, load, pinned } = machine
  console.log(`\nNode ${node}, ${processor}, ${cores} cores, load ${load.join(' → ')}`)
  if (!pinned)
    console.log('Not pinned: `taskset` or a second core is missing, so server and client share cores.')
  if (wasBusy(machine)) console.log('The machine was busy with other work: these figures are preliminary.')
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
