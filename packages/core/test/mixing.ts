/**
 * Sends many requests at once, each with a marker of its own, and counts where a marker of another one shows up:
 * `node packages/core/test/mixing.ts [requests] [at once]`. Prints a line and ends with 1 when anything was mixed up.
 */
import { setImmediate } from 'node:timers/promises'
import { App } from '../src/app/app.ts'
import { Blueprint } from '../src/app/blueprint.ts'
import { defineExtension } from '../src/app/define-extension.ts'
import { currentApp, currentContext } from '../src/context/current.ts'
import { defineKey } from '../src/context/key.ts'
import { requestFinished, requestStarted, requestTearingDown } from '../src/context/signals.ts'
import { stream } from '../src/message/stream-reply.ts'

/** What was counted. */
export interface MixingReport {
  readonly requests: number
  /** Replies, signals, scoped values and disposals that carried the marker of another request. */
  readonly mixed: number
  /** Replies that were not 200. */
  readonly failed: number
}

interface Scoped {
  readonly marker: string
}

const marker = defineKey<string>('marker')
const markers = defineExtension({
  name: 'markers',
  initApp: () => ({
    scoped: (note: (was: string) => void): Scoped => {
      const c = currentContext()
      const own = c.request.query.required('marker')
      return c.scoped(
        markers,
        () => ({ marker: own }),
        (value) => note(value.marker === own ? '' : value.marker),
      )
    },
  }),
})

/** Sends the requests through the whole pipeline, half of them to two apps in turn. */
export async function tryToMix(requests: number, atOnce: number): Promise<MixingReport> {
  let [mixed, failed] = [0, 0]
  const note = (other: string): void => void (mixed += other === '' ? 0 : 1)
  const apps = [makeApp('one', note), makeApp('two', note)]
  let next = 0
  const worker = async (): Promise<void> => {
    for (let n = next++; n < requests; n = next++) {
      const app = apps[n % 2]
      const path = n % 3 === 0 ? '/part/stream' : '/part/'
      const response = await app?.fetch(new Request(`http://localhost${path}?marker=m${n}`))
      const expected = Array.from({ length: 5 }, () => `m${n}`).join(' ')
      if (response?.status !== 200) failed += 1
      if ((await response?.text()) !== `${app?.name} ${expected}`) mixed += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  for (const app of apps) await app.stop()
  return { requests, mixed, failed }
}

function makeApp(name: string, note: (other: string) => void): App {
  const app = new App({ name })
  app.register(markers)
  const same = ({ c }: { readonly c: object }): void => note(c === currentContext() ? '' : 'another context')
  app.on(requestStarted, same)
  app.on(requestFinished, same)
  app.on(requestTearingDown, same)
  const part = new Blueprint('part', { urlPrefix: '/part' })
  part.beforeRequest(async (c) => {
    c.set(marker, c.request.query.required('marker'))
    await setImmediate()
  })
  part.get('/', async () => `${currentApp().name} ${await fiveTimes(note)}`)
  part.get('/stream', () => stream(pieces(name, note), { type: 'text/plain' }))
  app.register(part)
  return app
}

/** The marker of this request, found in five ways after five waits. */
async function fiveTimes(note: (other: string) => void): Promise<string> {
  const found: string[] = []
  for (const find of ways(note)) {
    await setImmediate()
    found.push(find())
  }
  return found.join(' ')
}

async function* pieces(name: string, note: (other: string) => void): AsyncGenerator<string> {
  yield name
  for (const find of ways(note)) {
    await setImmediate()
    yield ` ${find()}`
  }
}

function ways(note: (other: string) => void): (() => string)[] {
  const scoped = (): string => currentApp().extension(markers).scoped(note).marker
  return [
    () => currentContext().get(marker) ?? 'none',
    scoped,
    () => currentContext().request.query.required('marker'),
    scoped,
    () => currentContext().request.url.split('=')[1] ?? 'none',
  ]
}

if (import.meta.main) {
  const [requests = 100_000, atOnce = 200] = process.argv.slice(2).map(Number)
  const began = performance.now()
  const { mixed, failed } = await tryToMix(requests, atOnce)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${requests} requests, ${atOnce} at once, ${seconds} s: ${mixed} mixed up, ${failed} failed`)
  process.exitCode = mixed + failed > 0 ? 1 : 0
}
