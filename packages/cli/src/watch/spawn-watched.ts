import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Environment } from '../cli-io.ts'

/**
 * Starts `micro` in a process of its own that ends when this one lets go of it.
 *
 * Its process group is its own, so that Ctrl-C reaches this process alone, and the app hears of it once.
 */
export function spawnWatched(argv: readonly string[], cwd: string, env: Environment): ChildProcess {
  const bin = fileURLToPath(import.meta.resolve('@micro/cli/bin'))
  return spawn(process.execPath, [...process.execArgv, bin, ...argv], {
    cwd,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
  })
}
