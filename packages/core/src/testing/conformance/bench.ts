import { App } from '../../app/app.ts'
import { Blueprint } from '../../app/blueprint.ts'
import type { Extension } from '../../app/extension.ts'
import { fail } from '../../ground/codes.ts'
import type { Logger } from '../../ground/logger.ts'
import { testClient } from '../test-client.ts'
import type { TestResponse } from '../test-response.ts'
import { saying } from './saying.ts'
import { outcomeOf, type Specimen, type Trial } from './trial.ts'

/** Where in the app of a bench extensions are used. */
const PATH = '/conformance'
/** The same in a blueprint of it. */
const PART = '/conformance-part'

/** An app on which an extension is tried: it keeps its errors, and lets work be done within a request. */
export class Bench {
  readonly app: App
  /** What was logged as an error: disposals and stop hooks that failed. */
  readonly errors: string[] = []
  #work: () => unknown = () => undefined

  constructor({ config }: Pick<Trial, 'config'>) {
    this.app = new App({ name: 'conformance', config, logger: keeping(this.errors) })
    this.app.get(PATH, { endpoint: 'conformance' }, () => this.#answer())
  }

  /** Sets up what the extension requires, then itself; gives its state. */
  set(specimen: Specimen): unknown {
    this.require(specimen)
    return specimen.register(this.app)
  }

  /** Sets up what the extension requires on the app, and itself on a blueprint. */
  setOnBlueprint(specimen: Specimen): void {
    this.require(specimen)
    const part = new Blueprint('conformance-part', { urlPrefix: PART })
    part.get('/', { endpoint: 'use' }, () => this.#answer())
    specimen.registerOn(part)
    this.app.register(part)
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
  use(specimen: Specimen): Promise<unknown> {
    return this.#use(specimen, PATH)
  }

  /** Uses the extension in a request of the blueprint that it was set on. */
  useOnBlueprint(specimen: Specimen): Promise<unknown> {
    return this.#use(specimen, `${PART}/`)
  }

  /** What a client gets where nobody uses the extension: status, header and body, as text. */
  async bystander(): Promise<string> {
    const response = await this.#request(() => undefined, PATH)
    return JSON.stringify([response.status, [...response.headers], await response.text()])
  }

  async #use(specimen: Specimen, path: string): Promise<unknown> {
    let outcome: PromiseSettledResult<unknown> | undefined
    const { status } = await this.#request(async () => {
      ;[outcome] = await Promise.allSettled([outcomeOf(() => specimen.use())])
    }, path)
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
    }, PATH)
    // The error of the request is no news.
    for (const [index, error] of [...this.errors.entries()].toReversed())
      if (error.includes('fails on purpose')) this.errors.splice(index, 1)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.stop()
  }

  async #answer(): Promise<string> {
    await this.#work()
    return 'done'
  }

  #request(work: () => unknown, path: string): Promise<TestResponse> {
    this.#work = work
    return testClient(this.app, { raiseErrors: false }).get(path)
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
