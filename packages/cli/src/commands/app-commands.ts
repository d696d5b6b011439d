import type { Command as AppCommand, CommandOption } from '@micro/core'
import { Command, InvalidArgumentError, Option } from 'commander'
import { fail } from '../errors.ts'

/** What a command was given, as the app reads it. */
export interface AppCommandCall {
  readonly command: AppCommand
  readonly arguments: Readonly<Record<string, string>>
  readonly options: Readonly<Record<string, string | number | boolean | undefined>>
}

/**
 * Adds the commands of an app to the program; the words of a name become commands inside each other.
 *
 * @param run - Called for the command that was typed.
 * @throws {@link MicroError} `COMMAND_NAME_TAKEN` or `COMMAND_OPTION_TAKEN` for what micro itself has already.
 */
export function addAppCommands(
  program: Command,
  commands: readonly AppCommand[],
  run: (call: AppCommandCall) => Promise<void>,
): void {
  const own = new Set([...program.commands.map((command) => command.name()), 'help'])
  for (const command of commands) {
    const [first = '', ...rest] = command.name.trim().split(/\s+/)
    if (own.has(first)) throw fail('COMMAND_NAME_TAKEN', { name: command.name })
    const target = rest.reduce(childOf, childOf(program, first))
    describeCommand(target, command, program)
    target.action(async () => run(callOf(target, command)))
  }
}

/** The command of a name inside another one, added where there is none yet. */
function childOf(parent: Command, name: string): Command {
  const present = parent.commands.find((command) => command.name() === name)
  // `command()` passes on where to write and how to end.
  return present ?? parent.command(name).summary(`commands of ${name}`).helpCommand(false)
}

function describeCommand(target: Command, command: AppCommand, program: Command): void {
  target.summary('').description(command.description)
  for (const { name, description, required = true } of command.arguments ?? []) {
    target.argument(required ? `<${name}>` : `[${name}]`, description)
  }
  for (const option of command.options ?? []) {
    if (isTaken(program, option))
      throw fail('COMMAND_OPTION_TAKEN', { command: command.name, option: option.name })
    target.addOption(commanderOption(option))
  }
}

/** The options of the program are read wherever they stand, so a command would never see its own. */
function isTaken(program: Command, { name }: CommandOption): boolean {
  return name === 'help' || program.options.some(({ long }) => long === `--${name}`)
}

function commanderOption({ name, description, kind = 'flag', default: initial }: CommandOption): Option {
  if (kind === 'flag') return new Option(`--${name}`, description).default(initial)
  const option = new Option(`--${name} <${kind}>`, description).default(initial)
  return kind === 'integer' ? option.argParser(wholeNumber) : option
}

/**
 * A whole number out of what was typed.
 *
 * @throws `InvalidArgumentError`, which commander shows with the option's name.
 */
export function wholeNumber(text: string): number {
  if (!/^[+-]?\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

function callOf(target: Command, command: AppCommand): AppCommandCall {
  const words = (command.arguments ?? []).flatMap(({ name }, at) => {
    const word = target.args[at]
    return word === undefined ? [] : [[name, word] as const]
  })
  const options = (command.options ?? []).map((option) => [option.name, valueOf(target, option)] as const)
  return { command, arguments: Object.fromEntries(words), options: Object.fromEntries(options) }
}

/** By the name that was declared. Commander keeps `--no-color` as `color`, turned round. */
function valueOf(
  target: Command,
  { name, kind = 'flag', default: initial }: CommandOption,
): AppCommandCall['options'][string] {
  const option = target.options.find(({ long }) => long === `--${name}`)
  const attribute = option?.attributeName() ?? name
  const typed = target.getOptionValueSource(attribute) === 'cli'
  const value: unknown = target.getOptionValue(attribute)
  if (kind === 'flag') return typed ? value === !option?.negate : (initial ?? false)
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}
