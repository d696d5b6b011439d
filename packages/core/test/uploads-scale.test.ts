import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const run = promisify(execFile)
const main = join(import.meta.dirname, '../../../benchmarks/uploads/main.ts')

// The server tells its own descriptors from where Linux has them.
it.runIf(process.platform === 'linux')(
  'K13, R01: 32 MiB are stored, counted and hashed without memory to hold them; clients that leave leave nothing',
  async () => {
    const { stdout } = await run(process.execPath, [main, '32'], {
      env: { ...process.env, NODE_OPTIONS: '--conditions=@micro/source' },
    })
    expect(stdout).not.toContain('MISSED')
    expect(stdout.match(/^ok /gm)).toHaveLength(16)
  },
  120_000,
)
