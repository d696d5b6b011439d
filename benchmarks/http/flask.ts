import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { closingLoad } from '../house/closing-load.ts'
import { requestFor, type Scenario, scenarios } from '../house/scenarios.ts'
import { onServerCore } from '../house/server-process.ts'
import { type Summary, summarize } from '../house/statistics.ts'

export interface FlaskFigures {
  readonly scenario: string
  /** Microseconds a request. */
  readonly cost: Summary
}

const SCENARIOS = ['hello', 'json', 'param', 'echo']
const PYTHON = '/usr/bin/python3'
const GUNICORN = '/usr/bin/gunicorn'
const ROUNDS = 3
/** Many for each round: the system counts a process's time in hundredths of a second. */
const REQUESTS = 2000

/** Versions of Debian's packages; nothing where they are not installed. */
export function flaskVersions(): Readonly<Record<string, string>> {
  if (!existsSync(PYTHON) || !existsSync(GUNICORN)) return {}
  const names = ['flask', 'gunicorn']
  const script = `import json; from importlib.metadata import version; print(json.dumps({name: version(name) for name in ${JSON.stringify(names)}}))`
  try {
    const versions: Record<string, string> = JSON.parse(
      execFileSync(PYTHON, ['-c', script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    )
    return versions
  } catch {
    return {}
  }
}

/**
 * Flask as Debian installs it. A sync worker closes the connection behind every answer, and pays for each new one.
 *
 * @returns why it is not measured, where it is not.
 */
export async function measureFlask(): Promise<FlaskFigures[] | string> {
  if (process.platform !== 'linux') return 'processor time of another program is read from /proc'
  if (!('flask' in flaskVersions())) return 'python3-flask and gunicorn are not installed'
  using gunicorn = await Gunicorn.start()
  const figures: FlaskFigures[] = []
  for (const scenario of scenarios) {
    if (!SCENARIOS.includes(scenario.name)) continue
    const wrong = await wrongOf(gunicorn, scenario)
    if (wrong !== undefined) return `answers wrong to ${scenario.name}: ${wrong}`
    figures.push({ scenario: scenario.name, cost: await costOf(gunicorn, scenario) })
  }
  return figures
}

async function wrongOf({ origin }: Gunicorn, { sent, status, body }: Scenario): Promise<string | undefined> {
  const response = await fetch(requestFor(sent, origin))
  const text = await response.text()
  const right = response.status === status && same(text, String(body))
  return right ? undefined : `${response.status} ${text.slice(0, 200)}`
}

/** Its JSON has a line break at its end and its keys in the order of the alphabet: what counts is what is read out of it. */
function same(text: string, wanted: string): boolean {
  return wanted.startsWith('{') ? isDeepStrictEqual(JSON.parse(text), JSON.parse(wanted)) : text === wanted
}

async function costOf(gunicorn: Gunicorn, { sent, status }: Scenario): Promise<Summary> {
  await closingLoad(gunicorn.port, sent, REQUESTS, status)
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const before = gunicorn.processorTime()
    await closingLoad(gunicorn.port, sent, REQUESTS, status)
    rounds.push((gunicorn.processorTime() - before) / REQUESTS)
  }
  return summarize(rounds)
}

/** One worker, held on the core of the servers. Ends with `using`. */
class Gunicorn implements Disposable {
  readonly origin: string
  readonly port: number
  readonly #child: ChildProcess
  readonly #worker: number
  readonly #tick: number

  private constructor(child: ChildProcess, origin: string, worker: number) {
    this.#child = child
    this.origin = origin
    this.port = Number(new URL(origin).port)
    this.#worker = worker
    this.#tick = 1e6 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  }

  static async start(): Promise<Gunicorn> {
    const options = ['--workers', '1', '--bind', '127.0.0.1:0', '--chdir', import.meta.dirname]
    const [program = '', ...rest] = onServerCore([GUNICORN, ...options, 'flask_app:app'])
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' }
    const child = spawn(program, rest, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    const ended = once(child, 'exit')
    let told = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text))
    for (;;) {
      const origin = /Listening at: (\S+)/.exec(told)?.[1]
      const worker = /Booting worker with pid: (\d+)/.exec(told)?.[1]
      if (origin !== undefined && worker !== undefined) return new Gunicorn(child, origin, Number(worker))
      await Promise.race([once(child.stderr, 'data'), ended])
      if (child.exitCode !== null) throw new Error(`gunicorn has ended before it served\n${told}`)
    }
  }

  /** Of the worker, user and system, in microseconds. */
  processorTime(): number {
    // The second field is a name in brackets that may have blanks in it: counting begins behind it.
    const [, fields = ''] = readFileSync(`/proc/${this.#worker}/stat`, 'utf8').split(') ')
    const [user, system] = fields.split(' ').slice(11, 13)
    return (Number(user) + Number(system)) * this.#tick
  }

  [Symbol.dispose](): void {
    // The one that is left would wait for half a minute, for the other or for its requests.
    process.kill(this.#worker, 'SIGKILL')
    this.#child.kill('SIGKILL')
  }
}
