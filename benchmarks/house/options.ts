import { parseArgs } from 'node:util'

/** What every script is asked for. */
export interface RunOptions {
  /** Of the script, behind `pnpm bench:`. */
  readonly name: string
  /** Names of scenarios or parts; empty for all. */
  readonly only: readonly string[]
  readonly contenders: readonly string[]
  readonly rounds: number
  /** In a round. */
  readonly requests: number
  /** How often all servers are started anew, with `rounds` for each time. */
  readonly lives: number
  /** Rounds of {@link WARM_UP_ROUND} before those: as many as it takes to send a server its first 32,000 requests, or fewer heavy ones. */
  readonly warmUp: number
  readonly autocannon: boolean
  readonly rest: readonly string[]
  /** Whether less is asked for than a full run takes: its figures are not for the page. */
  readonly partial: boolean
}

/**
 * After so many requests V8 has compiled what one needs: until then they cost up to six times as much, and around the 10,000th, when much is
 * compiled at once, four times as much for a while. See NOTES.md.
 */
export const WARM_UP = 32_000

/** Many short rounds warm up better than few long ones: in the pauses a process finishes compiling. */
export const WARM_UP_ROUND = 1000

/** What a script can be asked for, and how much a full run takes. What is left out it cannot be asked for. */
export interface Script {
  /** Behind `pnpm bench:`. */
  readonly name: string
  /** What may stand behind it without a `--name`. */
  readonly rest?: readonly string[]
  /** What `--only` chooses from. */
  readonly only?: readonly string[]
  /** What `--contenders` chooses from. */
  readonly contenders?: readonly string[]
  readonly rounds?: number
  readonly requests?: number
  readonly lives?: number
  /** Requests before the first round that is counted. */
  readonly warmUp?: number
  readonly autocannon?: boolean
}

/** What `--quick` takes at most. */
const QUICK = { rounds: 3, requests: 1000, lives: 2, warmUp: 1000 }

/** Reads the command line. Ends the process where it has a mistake, and where it asks for `--help`. */
export function readOptions(script: Script, args: readonly string[] = process.argv.slice(2)): RunOptions {
  const { name, rest = [] } = script
  const known = optionsOf(script)
  const takes =
    known.size === 0
      ? `bench:${name} takes no options.`
      : `bench:${name} takes ${[...known.keys()].map((each) => `--${each}`).join(', ')}; --help says more.`
  const { values, positionals } = parse(args, takes)
  if (values.help === true) {
    console.log(helpOf(script, known))
    process.exit(0)
  }
  for (const option of Object.keys(values))
    if (!known.has(option)) refuse(`Unknown option '--${option}'`, takes)
  const extra = positionals[rest.length]
  if (extra !== undefined) refuse(`Unexpected argument '${extra}'`, takes)

  const full = { rounds: 1, requests: 1, lives: 1, warmUp: WARM_UP, ...script }
  const usual = (each: keyof typeof QUICK): number =>
    values.quick === true ? Math.min(full[each], QUICK[each]) : full[each]
  const asked = {
    only: names('only', values.only, script.only),
    contenders: names('contenders', values.contenders, script.contenders),
    rounds: wholeNumber('--rounds', values.rounds, usual('rounds')),
    requests: wholeNumber('--requests', values.requests, usual('requests')),
    lives: wholeNumber('--lives', values.lives, usual('lives')),
    autocannon: values.autocannon === true,
  }
  const warmUp = wholeNumber('--warm-up', values['warm-up'], usual('warmUp'))
  const less =
    warmUp < full.warmUp ||
    (['rounds', 'requests', 'lives'] as const).some((each) => asked[each] < full[each])
  return {
    ...asked,
    name,
    warmUp: Math.ceil(warmUp / WARM_UP_ROUND),
    rest: positionals,
    partial: less || asked.autocannon || asked.only.length > 0 || asked.contenders.length > 0,
  }
}

/** Ends the process with 2: whoever started it has made a mistake, of which these lines tell. */
export function refuse(...lines: readonly string[]): never {
  for (const line of lines) console.error(line)
  process.exit(2)
}

/** Refuses what is none. */
export function wholeNumber(name: string, text: string | undefined, usual: number): number {
  const value = text === undefined ? usual : Number(text)
  if (!Number.isInteger(value) || value < 1) refuse(`${name} is a whole number above 0, not '${text}'`)
  return value
}

function parse(args: readonly string[], takes: string) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true },
        contenders: { type: 'string', multiple: true },
        rounds: { type: 'string' },
        requests: { type: 'string' },
        lives: { type: 'string' },
        'warm-up': { type: 'string' },
        autocannon: { type: 'boolean' },
        quick: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    // Its first sentence says what is wrong.
    const [wrong = ''] = error instanceof Error ? error.message.split(/\. |\n/) : []
    return refuse(wrong, takes)
  }
}

/** The options that it can be asked for, and what each is. */
function optionsOf({
  only,
  contenders,
  rounds,
  requests,
  lives,
  warmUp,
  autocannon,
}: Script): Map<string, string> {
  const told = {
    only: only && `parts: ${only.join(',')}`,
    contenders: contenders && `who takes part: ${contenders.join(',')}`,
    rounds: rounds && `rounds that are counted, usually ${rounds}`,
    requests: requests && `requests that are sent, usually ${requests}`,
    lives: lives && `how often servers are started anew, usually ${lives}`,
    'warm-up': warmUp && `requests before those that are counted, usually ${warmUp}`,
    autocannon: autocannon && 'takes autocannon for the client',
    quick: (rounds ?? requests) && 'to see that it runs: its figures are worth nothing',
  }
  return new Map(
    Object.entries(told).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function helpOf({ name, rest = [] }: Script, known: ReadonlyMap<string, string>): string {
  const options = [...known].map(([option, is]) => `  --${option.padEnd(12)}${is}`)
  const usage = [
    `pnpm bench:${name}`,
    ...rest.map((each) => `[${each}]`),
    ...(known.size > 0 ? ['[options]'] : []),
  ]
  return [usage.join(' '), ...options].join('\n')
}

function names(
  option: string,
  lists: readonly string[] = [],
  known: readonly string[] = [],
): readonly string[] {
  const asked = lists.flatMap((list) => list.split(',')).filter((name) => name !== '')
  for (const name of asked)
    if (!known.includes(name))
      refuse(`Unknown name '${name}' in --${option}`, `Known are ${known.join(', ')}`)
  return asked
}
