import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from './machine.ts'

const FOLDER = join(import.meta.dirname, '..', 'results')

/** Keeps what was measured, as `benchmarks/results/<name>.json`, over what was there. */
export function keepResults(name: string, machine: Machine, figures: unknown): void {
  mkdirSync(FOLDER, { recursive: true })
  const path = join(FOLDER, `${name}.json`)
  writeFileSync(path, `${JSON.stringify({ machine, figures }, undefined, 2)}\n`)
  console.log(`\nKept in ${path}`)
}
