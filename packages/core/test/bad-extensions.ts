/**
 * Extensions that each break one rule, and what the rules say of them: `node packages/core/test/bad-extensions.ts`.
 */
import { existsSync } from 'node:fs'
import { App } from '../src/app/app.ts'
import { defineExtension } from '../src/app/define-extension.ts'
import type { AppSetup, Extension } from '../src/app/extension.ts'
import { currentApp, currentContext } from '../src/context/current.ts'
import { requestFinished } from '../src/context/signals.ts'
import { defineOptions, integerOption } from '../src/ground/options.ts'
import type { ExtensionRule } from '../src/testing/conformance/rules.ts'
import { type ExtensionRuleResult, testExtension } from '../src/testing/test-extension.ts'

/** An extension with the rule that it breaks. */
export interface BadExtension {
  readonly breaks: ExtensionRule
  readonly what: string
  readonly report: () => Promise<readonly ExtensionRuleResult[]>
}

class OnItself implements Extension<object> {
  readonly name = 'on-itself'
  app: AppSetup | undefined

  initApp(app: AppSetup): object {
    this.app = app
    return {}
  }
}

class CountsInPrivate implements Extension<object> {
  readonly name = 'counts-in-private'
  #count = 0

  initApp(): object {
    return {}
  }

  count(): number {
    currentApp().extension(this)
    return ++this.#count
  }
}

class ChangesItsName implements Extension<object> {
  #registered = false

  get name(): string {
    return this.#registered ? 'another' : 'changes-its-name'
  }

  initApp(): object {
    this.#registered = true
    return {}
  }
}

class Remembers implements Extension<object> {
  readonly name = 'remembers'
  #state: object | undefined

  initApp(): object {
    this.#state = {}
    return this.#state
  }

  state(): object | undefined {
    return currentApp() && this.#state
  }
}

class WorksAnywhere implements Extension<object> {
  readonly name = 'works-anywhere'
  #state: object | undefined

  initApp(): object {
    this.#state = {}
    return {}
  }

  state(): object | undefined {
    try {
      return currentApp().extension(this)
    } catch (error) {
      if (error instanceof Error && error.message.includes('EXTENSION_MISSING')) throw error
      return this.#state
    }
  }
}

class OneLife implements Extension<object> {
  readonly name = 'one-life'
  #closed = false

  initApp(app: AppSetup): object {
    app.onStop(() => void (this.#closed = true))
    return {}
  }

  use(): object {
    if (this.#closed) throw new RangeError('the pool is closed')
    return currentApp().extension(this)
  }
}

interface Pool {
  open: number
}

class NeverDisposes implements Extension<Pool> {
  readonly name = 'never-disposes'

  initApp(app: AppSetup): Pool {
    const pool = { open: 0 }
    app.onStop(() => void (pool.open = 0))
    return pool
  }

  connection(): number {
    const c = currentContext()
    const pool = c.app.extension(this)
    return c.scoped(this, () => (pool.open += 1))
  }
}

class AsksTooEarly implements Extension<object> {
  readonly name = 'asks-too-early'
  readonly requires: readonly Extension[] = [{ name: 'base', initApp: () => ({}) }]

  initApp(app: AppSetup): object {
    for (const required of this.requires) app.extension(required)
    return {}
  }
}

const sharedCounts = defineExtension({
  name: 'shared-counts',
  initApp: () => ({ total: 0 }),
})

/** One for each way to break a rule. */
export const badExtensions: readonly BadExtension[] = [
  {
    breaks: 'isolated',
    what: 'keeps the app on itself',
    report: () => testExtension(() => new OnItself()),
  },
  {
    breaks: 'isolated',
    what: 'counts for all apps in a private field',
    report: () => testExtension(() => new CountsInPrivate(), { use: (extension) => extension.count() }),
  },
  {
    breaks: 'isolated',
    what: 'gives every app the same state',
    report: () =>
      testExtension(() => {
        const state = { total: 0 }
        return defineExtension({ ...sharedCounts, initApp: () => state })
      }),
  },
  {
    breaks: 'no-io',
    what: 'has an asynchronous initApp',
    report: () => testExtension(() => defineExtension({ name: 'waits', initApp: async () => 'state' })),
  },
  {
    breaks: 'no-io',
    what: 'sets a timer in initApp',
    report: () =>
      testExtension(() =>
        defineExtension({
          name: 'ticks',
          initApp: (app) => {
            const timer = setTimeout(() => undefined, 10)
            app.onStop(() => clearTimeout(timer))
            return {}
          },
        }),
      ),
  },
  {
    breaks: 'no-io',
    what: 'reads a file synchronously in initApp',
    report: () =>
      testExtension(() =>
        defineExtension({ name: 'reads', initApp: () => ({ configured: existsSync('/etc/reads.conf') }) }),
      ),
  },
  {
    breaks: 'options',
    what: 'takes any option',
    report: () =>
      testExtension(
        () =>
          defineExtension({
            name: 'takes-anything',
            initApp: (_app, { size }: { size?: number }) => ({ size }),
          }),
        { invalid: { size: ['large'] } },
      ),
  },
  {
    breaks: 'options',
    what: 'checks its options itself, by an error of its own',
    report: () =>
      testExtension(
        () =>
          defineExtension({
            name: 'checks-itself',
            initApp: (_app, { size = 1 }: { size?: number }) => {
              if (!Number.isInteger(size)) throw new TypeError('bad size')
              return { size }
            },
          }),
        { invalid: { size: ['large'] } },
      ),
  },
  {
    breaks: 'options',
    what: 'has options that its test does not try',
    report: () =>
      testExtension(() =>
        defineExtension({
          name: 'untried',
          options: defineOptions({ size: integerOption(1) }),
          initApp: () => ({}),
        }),
      ),
  },
  {
    breaks: 'stop',
    what: 'leaves a timer running',
    report: () =>
      testExtension(() =>
        defineExtension({
          name: 'runs-on',
          initApp: (app) => app.onStart(() => void setTimeout(() => undefined, 1000)),
        }),
      ),
  },
  {
    breaks: 'stop',
    what: 'goes on listening to the process',
    report: () =>
      testExtension(() =>
        defineExtension({
          name: 'listens-on',
          initApp: (app) =>
            app.onStart(({ name }) => {
              const event = Symbol('listens-on')
              process.on(event, () => name)
              // Not for ever: this process goes on.
              setTimeout(() => process.removeAllListeners(event), 2000).unref()
            }),
        }),
      ),
  },
  {
    breaks: 'stop',
    what: 'closes only what a whole start opened',
    report: () =>
      testExtension(
        () =>
          defineExtension({
            name: 'half-closed',
            initApp: (app) => {
              const pool: Pool = { open: 0 }
              let used = false
              app.onStart(() => void (pool.open = 1))
              app.beforeRequest(() => void (used = true))
              app.onStop(() => void (pool.open = used ? 0 : pool.open))
              return pool
            },
          }),
        { open: ({ open }) => open },
      ),
  },
  {
    breaks: 'scoped',
    what: 'never disposes what a request opened',
    report: () =>
      testExtension(() => new NeverDisposes(), {
        use: (extension) => extension.connection(),
        open: ({ open }) => open,
      }),
  },
  {
    breaks: 'again',
    what: 'cannot be used again after one app has stopped',
    report: () => testExtension(() => new OneLife(), { use: (extension) => extension.use() }),
  },
  {
    breaks: 'registered-once',
    what: 'changes its name',
    report: () => testExtension(() => new ChangesItsName()),
  },
  {
    breaks: 'missing',
    what: 'remembers the app that it saw last',
    report: () => testExtension(() => new Remembers(), { use: (extension) => extension.state() }),
  },
  {
    breaks: 'outside',
    what: 'works where there is no app',
    report: () => testExtension(() => new WorksAnywhere(), { use: (extension) => extension.state() }),
  },
  {
    breaks: 'order',
    what: 'asks in initApp for what it requires',
    report: () => testExtension(() => new AsksTooEarly()),
  },
  {
    breaks: 'blueprint',
    what: 'wants the whole app',
    report: () =>
      testExtension(() =>
        defineExtension({
          name: 'wants-all',
          initApp: (app) => {
            if (!(app instanceof App)) throw new RangeError('not an App')
            return {}
          },
        }),
      ),
  },
  {
    breaks: 'blueprint',
    what: 'changes every reply by a signal',
    report: () =>
      testExtension(() =>
        defineExtension({
          name: 'by-signal',
          initApp: (app) => void app.on(requestFinished, ({ reply }) => reply.headers.set('x-mark', '1')),
        }),
      ),
  },
  {
    breaks: 'recorded',
    what: 'replaces a method of the app',
    report: () =>
      testExtension(() =>
        defineExtension({
          name: 'patches',
          initApp: (app) => void Object.assign(app, { urlFor: () => '/patched' }),
        }),
      ),
  },
  {
    breaks: 'recorded',
    what: 'gives every app a new method',
    report: () =>
      testExtension(() =>
        defineExtension({
          name: 'decorates',
          initApp: () => void Object.assign(App.prototype, { decorated: () => 'by decorates' }),
        }),
      ),
  },
  {
    breaks: 'recorded',
    what: 'adds a command after initApp',
    report: () =>
      testExtension(() =>
        defineExtension({
          name: 'adds-later',
          initApp: (app) => {
            const add = (): void => app.command({ name: 'later', description: 'Comes late', run: () => 0 })
            // Where it comes too late it has to do without.
            Promise.resolve()
              .then(add)
              .catch(() => undefined)
          },
        }),
      ),
  },
  {
    breaks: 'clashes',
    what: 'fails without its name where another of its kind is',
    report: () => testExtension(() => defineExtension({ name: 'alone', initApp: claimApp })),
  },
]

function claimApp(app: AppSetup): object {
  if (app.config.get('claimed') === true) throw new RangeError('already claimed')
  app.config.fromObject({ claimed: true })
  return {}
}

if (import.meta.main) {
  for (const { breaks, what, report } of badExtensions) {
    const failures = (await report()).filter(({ ok }) => !ok)
    const said = failures.map(({ rule, problem = '' }) => `${rule}: ${problem}`).join(' · ')
    console.log(`${breaks.padEnd(15)} ${what} → ${said}`)
  }
}
