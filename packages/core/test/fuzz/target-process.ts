import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TargetMessage } from './target-messages.ts'

/** An app under fire, in a process of its own. */
export class TargetProcess implements AsyncDisposable {
  readonly port: number
  /** What it has told and nobody has taken yet. */
  readonly told: TargetMessage[] = []
  readonly #child: ChildProcess
  #syncs = 0

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
    child.on('message', (message: TargetMessage) => this.told.push(message))
  }

  /** @param script - The module that listens and tells where; beside this file. */
  static async start(script: string): Promise<TargetProcess> {
    const child = fork(join(import.meta.dirname, script), {
      execArgv: ['--conditions=@micro/source'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => [undefined]),
    ])
    if (message === undefined) throw new Error(`${script} ended before it listened`)
    return new TargetProcess(child, Number(message.port))
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Waits until everything has been told that happened so far; at most a second, if the process hangs. */
  async sync(): Promise<void> {
    const number = ++this.#syncs
    if (!this.alive) return
    this.#child.send(number, () => {})
    const deadline = performance.now() + 1000
    while (this.alive && performance.now() < deadline) {
      const at = this.told.findIndex(({ synced }) => synced === number)
      if (at >= 0) return void this.told.splice(at, 1)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.alive) return
    this.#child.disconnect()
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 2000)
    await once(this.#child, 'exit')
    clearTimeout(timer)
  }
}
