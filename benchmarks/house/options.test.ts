import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readOptions } from './options.ts'

const script = {
  name: 'http',
  only: ['hello', 'json'],
  contenders: ['bare'],
  rounds: 6,
  requests: 6000,
  lives: 3,
}

/** A script as it is started, up to where it would measure. */
const run = (folder: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '..', folder, 'main.ts'), ...args],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '--conditions=@micro/source' } },
  )
  return { status, stdout, told: stderr.trimEnd().split('\n') }
}

describe('the options of a script', () => {
  it('are those of a full run where none is given', () => {
    expect(readOptions(script, [])).toMatchObject({
      only: [],
      rounds: 6,
      requests: 6000,
      warmUp: 32,
      partial: false,
    })
  })

  it('take names by commas, and one by one', () => {
    expect(readOptions(script, ['--only', 'hello,json']).only).toEqual(['hello', 'json'])
    expect(readOptions(script, ['--only=hello', '--only=json']).only).toEqual(['hello', 'json'])
  })

  it.each(['--quick', '--only hello', '--contenders bare', '--rounds 5', '--requests 5999', '--lives 2'])(
    'make less than a full run with %s',
    (line) => {
      expect(readOptions(script, line.split(' ')).partial).toBe(true)
    },
  )

  it('make no part of a run where more is asked for', () => {
    expect(readOptions(script, ['--lives', '8']).partial).toBe(false)
  })

  it('are told by --help', () => {
    const { status, stdout } = run('growth', '--help')
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /^pnpm bench:growth \[options\]\n {2}--only +parts: routes,hooks,extensions,connections\n/,
    )
  })
})

describe('a mistake in a command', () => {
  it.each([
    [
      'http',
      ['--onyl', 'hello'],
      [/^Unknown option '--onyl'$/, /^bench:http takes --only, --contenders, .*--help/],
    ],
    [
      'http',
      ['--only', 'hallo'],
      [/^Unknown name 'hallo' in --only$/, /^Known are hello, .*, fetch, flask$/],
    ],
    [
      'http',
      ['--contenders', 'mikro'],
      [/^Unknown name 'mikro' in --contenders$/, /^Known are bare, micro, /],
    ],
    ['growth', ['--contenders', 'bare'], [/^Unknown option '--contenders'$/, /^bench:growth takes --only, /]],
    ['growth', ['--rounds', 'x'], [/^--rounds is a whole number above 0, not 'x'$/]],
    ['memory', ['--rounds'], [/^Option '--rounds <value>' argument missing$/, /^bench:memory takes /]],
    ['start', ['--', '--quick'], [/^Unexpected argument '--quick'$/, /^bench:start takes /]],
    ['compare', ['nosuchrev'], [/^git knows no revision 'nosuchrev'$/]],
    [
      'profile',
      ['--lives', '2'],
      [/^Unknown option '--lives'$/, /^bench:profile takes --only, --requests, --quick;/],
    ],
    ['router', ['--quick'], [/^Unknown option '--quick'$/, /^bench:router takes no options\.$/]],
    ['size', ['--quick'], [/^Unknown option '--quick'$/, /^bench:size takes no options\.$/]],
    ['type-cost', ['--quick'], [/^Unknown option '--quick'$/, /^bench:types takes no options\.$/]],
    ['page', ['x'], [/^Unexpected argument 'x'$/, /^bench:page takes no options\.$/]],
    ['uploads', ['abc'], [/^MiB is a whole number above 0, not 'abc'$/]],
  ] as const)('is told without a stack: %s %j', (folder, args, lines) => {
    const { status, told } = run(folder, ...args)
    expect(told).toEqual(lines.map((line) => expect.stringMatching(line)))
    expect(status).toBe(2)
  })
})
