import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ListenAddress } from '../app/cli-app.ts'
import type { Environment } from '../cli-io.ts'
import { fail } from '../errors.ts'
import type { Session } from '../session.ts'
import { followParent, reportFile, reportModules } from '../watch/child.ts'
import { serveUntilAsked } from './serve-until-asked.ts'
import { spawnWatched } from '../watch/spawn-watched.ts'
import { supervise } from '../watch/supervise.ts'

interface RunOptions extends ListenAddress {
  readonly watch?: boolean
  /** Whether this is the process that `--watch` starts. */
  readonly watched?: boolean
}

/** What a watched app is started with. */
export interface Launch {
  readonly argv: readonly string[]
  /** Environment before the env file was read: each start reads it anew. */
  readonly inherited: Environment
  /** Full path of the env file. */
  readonly envFile: string | undefined
}

const DEFAULT_HOST = '127.0.0.1'
const DEFAULT_PORT = 5000

/** Adds `run`: serves an app until the process is told to stop. */
export function addRunCommand(program: Command, session: Session, launch: Launch): void {
  program
    .command('run')
    .description('Serves the app until it is told to stop, by Ctrl-C for instance.')
    .argument('[file]', 'the app, as for --app')
    .option('--host <host>', `address to listen on (default: ${DEFAULT_HOST}, env: MICRO_RUN_HOST)`)
    .option(
      '-p, --port <port>',
      `port to listen on (default: ${DEFAULT_PORT}, env: MICRO_RUN_PORT)`,
      portOption,
    )
    .option('--watch', 'start again when a file of the app changes')
    .addOption(new Option('--watched').hideHelp())
    .action(async (file: string | undefined, options: RunOptions) => {
      if (options.watch) session.exitCode = await watch(session, launch)
      else if (options.watched) await serveWatched(session, file, options, launch)
      else await serve(session, file, options)
    })
}

function watch({ io }: Session, { argv, inherited }: Launch): Promise<number> {
  const watched = argv.map((word) => (word === '--watch' ? '--watched' : word))
  const start = (): ReturnType<typeof spawnWatched> => spawnWatched(watched, io.cwd, inherited)
  return supervise(start, (line) => void io.stderr.write(`${line}\n`))
}

async function serveWatched(
  session: Session,
  file: string | undefined,
  options: RunOptions,
  { envFile }: Launch,
): Promise<void> {
  followParent()
  if (envFile !== undefined) await reportFile(envFile)
  const flush = reportModules()
  try {
    await serve(session, file, options)
  } finally {
    await flush()
  }
}

async function serve(session: Session, file: string | undefined, options: RunOptions): Promise<void> {
  const { app, address, loaded } = await session.load(file)
  const { env, stderr } = session.io
  const host = options.host ?? address.host ?? env['MICRO_RUN_HOST'] ?? DEFAULT_HOST
  const port = options.port ?? address.port ?? portOf(env) ?? DEFAULT_PORT
  const say = (line: string): void => void stderr.write(`${line}\n`)
  try {
    const faulty = await serveUntilAsked(app, { host, port }, say, (listener) => {
      session.capture.served(listener)
      return loaded
    })
    if (faulty) session.exitCode = 1
  } catch (error) {
    if (!isPortTaken(error)) throw error
    say(`Port ${port} of ${host} is taken: stop what listens there, or choose another one with --port.`)
    session.exitCode = 1
  }
}

function portOf(env: Environment): number | undefined {
  const value = env['MICRO_RUN_PORT']
  if (value === undefined || value === '') return undefined
  if (!isPort(value)) throw fail('RUN_PORT', { value })
  return Number(value)
}

function portOption(value: string): number {
  if (!isPort(value)) throw new InvalidArgumentError('It must be a whole number from 0 to 65535.')
  return Number(value)
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65_535
}

/** Also when it is the cause of the error that the core makes of it. */
function isPortTaken(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === 'EADDRINUSE') || isPortTaken(error.cause)
}
