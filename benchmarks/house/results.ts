import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from './machine.ts'
import type { RunOptions } from './options.ts'

/** Where full runs are kept: what `pnpm bench:page` reads. */
export const RESULTS: string = join(import.meta.dirname, '..', 'results')

/** Keeps what was measured as JSON, over what was there. Part of a run never takes the place of a full one. */
export function keepResults(
  { name, partial }: Pick<RunOptions, 'name' | 'partial'>,
  machine: Machine,
  figures: unknown,
): void {
  const folder = partial ? join(RESULTS, 'partial') : RESULTS
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name}.json`)
  writeFileSync(path, `${JSON.stringify({ machine, figures }, undefined, 2)}\n`)
  console.log(
    `\nKept in ${path}${partial ? ': less than a full run, so `pnpm bench:page` does not read it' : ''}`,
  )
}
