import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const BIN = join(import.meta.dirname, '../bin/micro.js')

/** Where the apps for tests are. */
export const FIXTURES: string = join(import.meta.dirname, 'fixtures')

/** `micro` in a process of its own, killed at the end of the test whatever happens. */
export class MicroProcess implements AsyncDisposable {
  readonly child: ChildProcess
  /** What it wrote so far, to both outputs. */
  output = ''
  readonly #exit: Promise<unknown[]>

  constructor(folder: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, ['--conditions=@micro/source', BIN, ...argv], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...env },
      stdio: 'pipe',
      // A process group of its own, as a terminal makes it.
      detached: true,
    })
    this.#exit = once(this.child, 'exit')
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text))
    }
  }

  /** Waits until the output has something in it. */
  async said(words: RegExp, milliseconds = 10_000): Promise<RegExpExecArray> {
    for (const end = Date.now() + milliseconds; Date.now() < end; await delay(20)) {
      const found = words.exec(this.output)
      if (found) return found
    }
    throw new TypeError(`not said in time: ${words}\n${this.output}`)
  }

  /** Signals it as a terminal does at Ctrl-C: with everything that it started and that is still in its process group. */
  interrupt(): void {
    if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGINT')
  }

  /** Waits for its end. Gives its exit code. */
  async code(): Promise<unknown> {
    const [code] = await this.#exit
    return code
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL')
    await this.#exit
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Whether a process with this id is there. A zombie is. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
