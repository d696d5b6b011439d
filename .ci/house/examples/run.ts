import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import type { Example } from './example.ts'
import type { ExampleProject } from './project.ts'

/** Every example loads the same sources: they are compiled once, and kept from one run to the next. */
const COMPILED = join(import.meta.dirname, '../../.cache/compiled')

/** Longest time an example may take, in milliseconds. */
const DEADLINE = 20_000

/**
 * Runs an example in its folder, as `node app.ts` would. One that serves is asked for `/` once, then told to stop.
 *
 * @returns What went wrong, with the program's output; `undefined` when it ended well.
 */
export async function runExample(project: ExampleProject, example: Example): Promise<string | undefined> {
  const file = join(project.path, example.file)
  const preload = join(import.meta.dirname, 'serve-once.ts')
  const child = spawn(process.execPath, ['--conditions=@micro/source', '--import', preload, file], {
    cwd: dirname(file),
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DEADLINE,
    killSignal: 'SIGKILL',
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code, signal] = await once(child, 'close')
  // A server without a handler for SIGTERM is ended by it, which is an end like any other.
  return code === 0 || signal === 'SIGTERM' ? undefined : `ended with ${signal ?? code}\n${output}`
}
