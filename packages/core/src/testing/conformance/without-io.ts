import { isPromise } from '../../ground/promise.ts'
import { Bench } from './bench.ts'
import { watchIo } from './io-watch.ts'
import type { Trial } from './trial.ts'

/** `initApp` gives its state at once, and begins nothing. */
export async function withoutIo(trial: Trial): Promise<string | undefined> {
  // Other work of the process can look like its own: what counts is what is seen each time.
  const first = await watchInitApp(trial)
  return first === undefined ? undefined : watchInitApp(trial)
}

async function watchInitApp(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  await using bench = new Bench(trial)
  bench.require(specimen)
  const { result, seen } = watchIo(() => specimen.register(bench.app))
  // Starting what was begun is how it can be ended: a timer that `onStop` clears.
  await Promise.allSettled([result, bench.app.start()])
  if (isPromise(result))
    return '`initApp` returned a promise: it must be synchronous, what has to wait belongs in `app.onStart`'
  return seen.length > 0
    ? `\`initApp\` did I/O (${seen.join(', ')}): it belongs in \`app.onStart\``
    : undefined
}
