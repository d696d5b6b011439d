/**
 * Runs every check of the repository and stops at the first that fails: `pnpm check`, on a desk as in CI.
 */
import { spawnSync } from 'node:child_process'

/** A check: what it holds to be so, and the command that shows it. */
interface Step {
  readonly sentence: string
  readonly command: string
}

const steps: readonly Step[] = [
  { sentence: 'Every file is formatted.', command: 'oxfmt --check .' },
  { sentence: 'No file has a known mistake in it.', command: 'oxlint' },
  { sentence: 'Every type holds.', command: 'tsc -p .' },
  {
    sentence: 'Imports run down the floors, and every law of the house is obeyed.',
    command: 'node .ci/house/floors.ts',
  },
  { sentence: 'Every package builds.', command: 'turbo run build --output-logs=errors-only' },
  {
    sentence: 'Every package can be installed and its types be found.',
    command: 'turbo run publint --output-logs=errors-only',
  },
  { sentence: 'No entry of core is over its budget of bytes.', command: 'node benchmarks/size/check.ts' },
  { sentence: 'Every test passes.', command: 'vitest run' },
]

for (const [index, { sentence, command }] of steps.entries()) {
  console.log(`\n[${index + 1}/${steps.length}] ${sentence}  (${command})`)
  const started = Date.now()
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' })
  if (status !== 0) {
    console.error(`\nNot so: ${sentence} (\`${command}\` ended with ${status})`)
    process.exit(status ?? 1)
  }
  console.log(`${((Date.now() - started) / 1000).toFixed(1)} s`)
}
console.log('\nAll of it holds.')
