import { App } from '../../app/app.ts'
import type { Extension } from '../../app/extension.ts'
import { fail } from '../../ground/codes.ts'
import type { Logger } from '../../ground/logger.ts'
import { testClient } from '../test-client.ts'
import { saying } from './saying.ts'
import { outcomeOf, type Specimen, type Trial } from './trial.ts'

/** Where in the app of a bench extensions are used. */
const PATH = '/conformance'

/** An app on which an extension is tried: it keeps its errors, and lets work be done within a request. */
export class Bench {
  readonly app: App
  /** What was logged as an error: disposals and stop hooks that failed. */
  readonly errors: string[] = []
  #work: () => unknown = () => undefined

  constructor({ config }: Pick<Trial, 'config'>) {
    this.app = new App({ name: 'conformance', config, logger: keeping(this.errors) })
    this.app.get(PATH, { endpoint: 'conformance' }, async () => {
      await this.#work()
      return 'done'
    })
  }

  /** Sets up what the extension requires, then itself; gives its state. */
  set(specimen: Specimen): unknown {
    this.require(specimen)
    return specimen.register(this.app)
  }

  /** Sets up what the extension requires, and not itself. */
  require({ required }: Specimen): void {
    for (const extension of required) this.add(extension)
  }

  /** Sets up an extension with its defaults. */
  add(extension: Extension): void {
    this.app.register(extension)
  }

  /** Uses the extension in a request, which starts the app. Gives or throws what its use gave or threw. */
  async use(specimen: Specimen): Promise<unknown> {
    let outcome: PromiseSettledResult<unknown> | undefined
    const status = await this.#request(async () => {
      ;[outcome] = await Promise.allSettled([outcomeOf(() => specimen.use())])
    })
    if (outcome === undefined)
      throw fail('TEST_REQUEST', {
        problem: `The handler that uses it was not reached: the reply is ${status}`,
      })
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  }

  /** Uses the extension in a request that fails thereafter. */
  async useAndFail(specimen: Specimen): Promise<void> {
    await this.#request(async () => {
      await outcomeOf(() => specimen.use())
      throw fail('TEST_REQUEST', { problem: 'This request fails on purpose' })
    })
    // The error of the request is no news.
    for (const [index, error] of [...this.errors.entries()].toReversed())
      if (error.includes('fails on purpose')) this.errors.splice(index, 1)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.stop()
  }

  async #request(work: () => unknown): Promise<number> {
    this.#work = work
    const { status } = await testClient(this.app, { raiseErrors: false }).get(PATH)
    return status
  }
}

function ignore(): void {}

function keeping(errors: string[]): Logger {
  return {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: ({ err }, message) => void errors.push(err === undefined ? message : `${message}: ${saying(err)}`),
  }
}
