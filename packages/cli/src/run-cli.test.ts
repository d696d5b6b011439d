import manifest from '@micro/cli/package.json' with { type: 'json' }
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Environment } from './cli-io.ts'
import { runCli } from './run-cli.ts'

interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `micro` in a folder of `test/fixtures`. What the app itself writes to standard output counts as its output. */
async function micro(folder: string, argv: readonly string[], env: Environment = {}): Promise<Outcome> {
  let [out, err] = ['', '']
  const stdout = { write: (text: string) => void (out += text) }
  using spy = vi.spyOn(process.stdout, 'write')
  spy.mockImplementation((text) => ((out += String(text)), true))
  const code = await runCli(argv, {
    cwd: join(import.meta.dirname, '../test/fixtures', folder),
    env,
    stdout,
    stderr: { write: (text) => void (err += text) },
  })
  return { code, out, err }
}

describe('micro', () => {
  it('shows its help with the commands of the app', async () => {
    const { code, out, err } = await micro('shop', [])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^Usage: micro[^]* run [^]* routes [^]* shell [^]* stock [^]* crash /)
    expect(out).not.toContain('[started]')
    expect(await micro('shop', ['--help'])).toMatchObject({ code: 0, out })
  })

  it('shows its version', async () => {
    expect(await micro('shop', ['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' })
  })

  it('shows its help when the app cannot be loaded, and why', async () => {
    const { code, out, err } = await micro('broken-factory', ['--help'])
    expect(code).toBe(0)
    expect(out).toMatch(/^Usage: micro/)
    expect(err).toMatch(
      /The app could not be loaded:\nTypeError: cannot read the name of undefined\n +at createApp/,
    )
  })

  it('shows the help of a command of its own without the app', async () => {
    const { code, out, err } = await micro('broken-factory', ['run', '--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/--port <port>/)
    expect(out).not.toContain('--watched')
  })

  it.each([
    [['rotes'], /unknown command 'rotes'\n\(Did you mean routes\?\)/],
    [['stock', 'ad'], /unknown command 'ad'|too many arguments/],
    [['routes', '--srt', 'path'], /unknown option '--srt'\n\(Did you mean --sort\?\)/],
    [['routes', '--sort', 'size'], /'size' is invalid. Allowed choices are endpoint, path, method/],
    [['run', '--port', '70000'], /'70000' is invalid. It must be a whole number from 0 to 65535/],
    [['--app'], /option '-A, --app <file>' argument missing/],
  ])('ends with 2 for %j', async (argv, words) => {
    const { code, err } = await micro('shop', argv)
    expect(code).toBe(2)
    expect(err).toMatch(words)
  })

  it('ends with 2 for an unknown command, and says why the commands of the app are missing', async () => {
    const { code, err } = await micro('broken-file', ['stock', 'add'])
    expect(code).toBe(2)
    expect(err).toMatch(/unknown command 'stock'[^]*The app could not be loaded:\nSyntaxError: /)
  })
})

describe('the app', () => {
  it.each([
    ['a file', ['routes', 'app.ts:admin']],
    ['a file without its extension', ['routes', './app:admin']],
    ['--app', ['--app', 'app.ts:admin', 'routes']],
    ['--app after the command', ['routes', '-A', ':admin']],
  ])('is named by %s', async (_, argv) => {
    expect(await micro('two-apps', argv)).toMatchObject({
      code: 0,
      out: expect.stringContaining('/admin'),
      err: '',
    })
  })

  it('is named by MICRO_APP, also from an env file', async () => {
    expect(await micro('two-apps', ['routes'], { MICRO_APP: 'app:admin' })).toMatchObject({ code: 0 })
    const fromFile = await micro('two-apps', ['--env-file', 'admin.env', 'routes'])
    expect(fromFile).toMatchObject({ code: 0, out: expect.stringContaining('/admin') })
  })

  it('is asked for when there are two', async () => {
    const { code, err } = await micro('two-apps', ['routes'])
    expect(code).toBe(1)
    expect(err).toMatch(/^Error \[APP_AMBIGUOUS\] app\.ts exports several apps: admin, shop\./)
  })

  it('is looked for in the usual places', async () => {
    expect(await micro('no-routes', ['routes'])).toEqual({
      code: 0,
      out: 'No routes were registered.\n',
      err: '',
    })
    const { code, err } = await micro('.', ['routes'])
    expect(code).toBe(1)
    expect(err).toMatch(/APP_FILE_MISSING.*has none of app\.ts, app\.js, src\/app\.ts/)
    expect((await micro('.', ['routes', 'nowhere'])).err).toMatch(
      /APP_TARGET_MISSING.*none of nowhere, nowhere\.ts/,
    )
  })

  it('is what its factory makes of the arguments that were given', async () => {
    const { out } = await micro('shop', ['-A', `src/app:createApp({ greeting: 'me' })`, 'stock'])
    expect(out).toContain('3 apples')
  })

  it('gets what its factory throws shown with the stack', async () => {
    const { code, err } = await micro('broken-factory', ['routes'])
    expect(code).toBe(1)
    expect(err).toMatch(
      /^TypeError: cannot read the name of undefined\n +at createApp .*broken-factory\/app\.ts:3/,
    )
  })
})

describe('micro routes', () => {
  it('lists them without starting the app', async () => {
    const { code, out, err } = await micro('shop', ['routes', '--sort', 'path'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(
      [
        'Endpoint   Methods  Path            Blueprint',
        '---------  -------  --------------  ---------',
        'index      GET      /',
        'blog.show  GET      /blog/<int:id>  blog',
        'slow       GET      /slow',
        'stray      GET      /stray',
        '',
      ].join('\n'),
    )
  })
})

describe('micro extensions', () => {
  it('says that there are none', async () => {
    expect(await micro('no-routes', ['extensions'])).toEqual({
      code: 0,
      out: 'No extensions were registered.\n',
      err: '',
    })
  })
})

describe('micro config', () => {
  afterEach(() => void vi.unstubAllEnvs())

  it('lists what is set, with where it came from, and no secret', async () => {
    vi.stubEnv('SETTINGS_SECRET_KEY', 'hush')
    vi.stubEnv('SETTINGS_MAIL__PORT', '587')
    const { code, out, err } = await micro('settings', ['config'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['Setting', 'Value', 'From'],
      [expect.stringMatching(/^-+$/), expect.stringMatching(/^-+$/), expect.stringMatching(/^-+$/)],
      ['mail.host', '"localhost"', 'default'],
      ['mail.port', '587', 'environment: SETTINGS_MAIL__PORT'],
      ['secretKey', '(hidden)', 'environment: SETTINGS_SECRET_KEY'],
      [''],
    ])
  })

  it('says when nothing is set', async () => {
    expect((await micro('no-routes', ['config'])).out).toBe(
      'Nothing is set: every setting has its default.\n',
    )
  })
})

describe('a command of the app', () => {
  it('runs in a context of the started app, which is stopped after it', async () => {
    const { code, out, err } = await micro('shop', ['stock', 'add', 'pear'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(
      '[started]{"app":"shop","arguments":{"article":"pear"},"options":{"count":1,"dry-run":false,"no-color":false}}\n[stopped]',
    )
  })

  it('gets its arguments and options by their names', async () => {
    const typed = ['pear', 'top', '--count=12', '--label-text', 'New!', '--dry-run', '--no-color']
    const { out } = await micro('shop', ['stock', 'add', ...typed])
    expect(out).toContain('"arguments":{"article":"pear","shelf":"top"}')
    expect(out).toContain('"options":{"count":12,"label-text":"New!","dry-run":true,"no-color":true}')
  })

  it('shows its help without starting the app', async () => {
    const { code, out } = await micro('shop', ['stock', 'add', '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(
      /^Usage: micro stock add [^]*Adds to the stock\.[^]*what to add[^]*--count <integer> +how many \(default: 1\)/,
    )
    expect(out).not.toContain('[started]')
  })

  it('can stand where other commands begin', async () => {
    expect(await micro('shop', ['stock'])).toMatchObject({ code: 0, out: '[started]3 apples\n[stopped]' })
  })

  it.each([
    [['stock', 'add'], /missing required argument 'article'/],
    [['stock', 'add', 'pear', 'top', 'more'], /too many arguments/],
    [['stock', 'add', 'pear', '--count', 'many'], /'many' is invalid. It must be a whole number/],
    [['stock', 'add', 'pear', '--dry'], /unknown option '--dry'/],
  ])('ends with 2 for %j, and the app is not started', async (argv, words) => {
    const { code, out, err } = await micro('shop', argv)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(words)
  })

  it('gives its exit code', async () => {
    expect(await micro('shop', ['stock', 'check'])).toMatchObject({ code: 3, err: '' })
  })

  it('ends with 1 for a mistake, told without a stack unless --debug is given', async () => {
    const { code, out, err } = await micro('shop', ['bug'])
    expect({ code, out }).toEqual({ code: 1, out: '[started][stopped]' })
    expect(err).toMatch(/^Error \[UNKNOWN_ENDPOINT\] No route has the endpoint "nowhere"\.\n {2}Fix: /)
    expect(err).not.toMatch(/\n +at /)
    expect((await micro('shop', ['bug', '--debug'])).err).toMatch(/UNKNOWN_ENDPOINT[^]*\n +at /)
  })

  it('ends with 1 when it throws, and the app is stopped', async () => {
    const { code, out, err } = await micro('shop', ['crash'])
    expect({ code, out }).toEqual({ code: 1, out: '[started][stopped]' })
    expect(err).toMatch(/^RangeError: out of stock\n +at /)
  })

  it.each([
    ['name', 'COMMAND_NAME_TAKEN', /command "routes"/],
    ['option', 'COMMAND_OPTION_TAKEN', /command "seed" has an option "--app"/],
  ])('that takes a %s of micro itself is refused, and help still works', async (target, code, words) => {
    const { out, err } = await micro('taken-names', ['--app', `:${target}`, '--help'])
    expect(out).toMatch(/^Usage: micro/)
    expect(err).toContain(code)
    expect(err).toMatch(words)
  })
})

describe('debug mode', () => {
  it.each([
    ['--debug', 'true'],
    ['--no-debug', 'false'],
  ])('is set by %s for what reads the environment', async (flag, value) => {
    const env = {}
    await micro('no-routes', ['routes', flag], env)
    expect(env).toEqual({ MICRO_DEBUG: value })
  })
})
