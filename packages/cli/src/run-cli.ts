import { type Command, CommanderError } from 'commander'
import { RunCapture } from './app/run-capture.ts'
import type { CliIo } from './cli-io.ts'
import { addAppCommands, type AppCommandCall } from './commands/app-commands.ts'
import { addInspectionCommands } from './commands/inspection.ts'
import { addNewCommand } from './commands/new-extension.ts'
import { addRunCommand } from './commands/run.ts'
import { addShellCommand } from './commands/shell.ts'
import { loadEnvFile } from './env-file.ts'
import { errorReport } from './error-report.ts'
import { createProgram, readTyped } from './program.ts'
import { inContextOf, Session } from './session.ts'

/** Something is wrong with what was typed. */
const USAGE = 2
/** Something failed. */
const FAILURE = 1

/**
 * Runs the command line of micro once.
 *
 * Does not end the process. Never throws: what fails is written to `stderr`.
 *
 * @param argv - What was typed after `micro`.
 * @param surroundings - Default: those of the process.
 * @returns The exit code: 0, 1 when something failed, 2 when what was typed cannot be run, or what a command of the app
 *   returned.
 * @example
 * const code = await runCli(['routes', '--sort', 'path'], { cwd: 'apps/demo' })
 */
export async function runCli(argv: readonly string[], surroundings: Partial<CliIo> = {}): Promise<number> {
  const io: CliIo = {
    cwd: process.cwd(),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    ...surroundings,
  }
  using capture = new RunCapture()
  try {
    return await runProgram(argv, io, capture)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
    io.stderr.write(errorReport(error, argv.includes('--debug')))
    return FAILURE
  }
}

async function runProgram(argv: readonly string[], io: CliIo, capture: RunCapture): Promise<number> {
  const program = createProgram(io)
  const { options, words } = readTyped(program, argv)
  const inherited = { ...io.env }
  const envFile = loadEnvFile(io, options.envFile)
  if (options.debug !== undefined) io.env['MICRO_DEBUG'] = String(options.debug)

  const session = new Session(io, options, capture)
  addRunCommand(program, session, { argv, inherited, envFile })
  addInspectionCommands(program, session)
  addShellCommand(program, session)
  addNewCommand(program, session)
  if (isOwn(program, words[0])) await program.parseAsync([...argv], { from: 'user' })
  else await runWithAppCommands(program, session, argv)
  return session.exitCode
}

function isOwn(program: Command, word: string | undefined): boolean {
  return program.commands.some((command) => command.name() === word)
}

/** An app that cannot be loaded takes its own commands away, and neither help nor the reason. */
async function runWithAppCommands(
  program: Command,
  session: Session,
  argv: readonly string[],
): Promise<void> {
  const problem = await loadProblem(program, session)
  try {
    if (argv.length === 0) program.outputHelp()
    else await program.parseAsync([...argv], { from: 'user' })
  } finally {
    if (problem !== undefined) session.io.stderr.write(`\nThe app could not be loaded:\n${problem}`)
  }
}

/** Adds the commands of the app. Gives what went wrong, in words. */
async function loadProblem(program: Command, session: Session): Promise<string | undefined> {
  try {
    const { app } = await session.load()
    addAppCommands(program, app.commands, (call) => runAppCommand(session, call))
    return undefined
  } catch (error) {
    return errorReport(error, session.options.debug ?? false)
  }
}

async function runAppCommand(session: Session, { command, ...typed }: AppCommandCall): Promise<void> {
  const { app } = await session.load()
  const print = (line: string): void => void session.io.stdout.write(`${line}\n`)
  const code = await inContextOf(app, () => command.run({ ...typed, print }), command.start)
  session.exitCode = code ?? 0
}
