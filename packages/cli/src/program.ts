import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import type { CliIo } from './cli-io.ts'

/** What can be said to `micro` before or after any command. */
export interface GlobalOptions {
  readonly app?: string
  /** `false` for `--no-env-file`. */
  readonly envFile?: string | false
  readonly debug?: boolean
}

/** What was typed, as far as it can be read before the commands of the app are known. */
export interface Typed {
  readonly options: GlobalOptions
  /** Words that are no options: the command first. */
  readonly words: readonly string[]
}

/** `micro` itself, without commands. It writes to what it was given, and throws where commander would end the process. */
export function createProgram({ stdout, stderr }: CliIo): Command {
  return new Command('micro')
    .description('Runs micro apps, and what they add to the command line.')
    .version(packageVersion(), '-V, --version', 'show the version of micro')
    .helpOption('-h, --help', 'show help, also for a command')
    .helpCommand('help [command]', 'show help for a command')
    .option('-A, --app <file>', 'the app: file, file:export or file:factory(…) (env: MICRO_APP)')
    .option('--env-file <file>', 'environment variables to add (default: .env, if it is there)')
    .option('--no-env-file', 'add no environment variables')
    .option('--debug', 'debug mode for the app, and the stack of every error')
    .option('--no-debug', 'no debug mode, whatever the app says')
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .exitOverride()
}

/**
 * Reads the options that decide which app is loaded, before its commands can be added.
 *
 * @throws `CommanderError` for an option without its value.
 */
export function readTyped(program: Command, argv: readonly string[]): Typed {
  const { operands } = program.parseOptions([...argv])
  return { options: program.opts<GlobalOptions>(), words: operands }
}

/** `../package.json` seen from `src` as from `dist`. */
function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : ''
}
