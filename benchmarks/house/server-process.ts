import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setImmediate as pending } from 'node:timers/promises'
import { canPin } from './machine.ts'
import type { Question, Usage } from './served.ts'

const SERVED = join(import.meta.dirname, 'served.ts')
const SERVER_CORE = '0'
const CLIENT_CORE = '1'

export interface ServerOptions {
  /** The packages of a build; default: packages as they are installed. */
  readonly packages?: string
  /** Flags for Node. */
  readonly flags?: readonly string[]
}

/** A server in a process of its own, held on one core. Ends with `using`. */
export class ServerProcess implements Disposable {
  readonly port: number
  readonly origin: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
    this.origin = `http://127.0.0.1:${port}`
  }

  /** @param file - Exports `serve`, which is given the argument and answers the port. */
  static async start(file: string, argument: string, options: ServerOptions = {}): Promise<ServerProcess> {
    const command = [process.execPath, '--expose-gc', ...(options.flags ?? []), SERVED, file, argument]
    // Several may start at once: on any core up to then.
    const [program = '', ...rest] = canPin
      ? ['taskset', '-c', `${SERVER_CORE},${CLIENT_CORE}`, ...command]
      : command
    const child = spawn(program, rest, {
      env: serverEnvironment(options.packages),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    // What it writes later is not told: some frameworks write a line for each request that they refuse.
    let complaint = ''
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (complaint = (complaint + text).slice(-2000)))
    const [port]: unknown[] = await Promise.race([
      once(child, 'message'),
      ended(child).then((code) => fail(`${argument} has ended with ${code} before it served\n${complaint}`)),
    ])
    if (typeof port !== 'number') throw new Error(`${argument} says no port`)
    // What was written before the port was said may be read after it, in the same turn of the loop.
    await pending()
    if (complaint !== '') console.error(`${argument} serves, but complains:\n${complaint}`)
    if (child.pid !== undefined) holdOn(SERVER_CORE, child.pid)
    return new ServerProcess(child, port)
  }

  /** What it has used since it was started. */
  async usage(question: Question = 'usage'): Promise<Usage> {
    this.#child.send(question)
    const [usage]: Usage[] = await once(this.#child, 'message')
    if (usage === undefined) throw new Error('A server does not say what it uses')
    return usage
  }

  /** Asks it to end, and waits until it has: what it writes on its way out is there then. */
  async stop(): Promise<void> {
    const exit = once(this.#child, 'exit')
    this.#child.disconnect()
    await exit
  }

  [Symbol.dispose](): void {
    // Some frameworks take a request to end for the beginning of a long farewell.
    this.#child.kill('SIGKILL')
  }
}

/** A command, held on the core of the servers where that can be. */
export function onServerCore(command: readonly string[]): readonly string[] {
  return canPin ? ['taskset', '-c', SERVER_CORE, ...command] : command
}

/** Holds this process on the core of the client. */
export function takeClientCore(): void {
  holdOn(CLIENT_CORE, process.pid)
}

/** How often it is tried: a thread that ends between being listed and being held fails the whole command. */
const TRIES = 5

/** With all its threads. */
function holdOn(core: string, pid: number): void {
  if (!canPin) return
  for (let tried = 1; ; tried++) {
    try {
      return void execFileSync('taskset', ['-a', '-c', '-p', core, String(pid)], { stdio: 'ignore' })
    } catch (error) {
      if (tried === TRIES) throw error
    }
  }
}

/** As in production, and with packages as they are installed: not from their sources. */
export function serverEnvironment(packages?: string): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: options = '', ...rest } = process.env
  const own = options.replace('--conditions=@micro/source', '').trim()
  return {
    ...rest,
    NODE_ENV: 'production',
    ...(own !== '' && { NODE_OPTIONS: own }),
    ...(packages !== undefined && { BENCH_PACKAGES: packages }),
  }
}

async function ended(child: ChildProcess): Promise<string> {
  const [code]: unknown[] = await once(child, 'exit')
  return String(code)
}

function fail(message: string): never {
  throw new Error(message)
}
