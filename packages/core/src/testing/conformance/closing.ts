import { fail } from '../../ground/codes.ts'
import { Bench } from './bench.ts'
import { activeResources, leftOver, type Resources } from './io-watch.ts'
import { saying, thrownBy } from './saying.ts'
import type { Specimen, Trial } from './trial.ts'

/** What it opens for an app is closed when the app stops, also after a start that failed. */
export async function closedAtStop(trial: Trial): Promise<string | undefined> {
  return (await afterStop(trial)) ?? (await afterFailedStart(trial))
}

/** What a request opened is closed when it is over, also when it failed. */
export async function closedWithRequest(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  await using bench = new Bench(trial)
  bench.set(specimen)
  // The first may open what all of them share.
  await bench.use(specimen)
  const before = { open: specimen.open(bench.app), resources: activeResources() }
  for (const _ of [1, 2, 3]) await bench.use(specimen)
  await bench.useAndFail(specimen)
  const [error] = bench.errors
  if (error !== undefined) return `closing what a request opened failed: ${error}`
  const more = specimen.open(bench.app) - before.open
  if (more > 0) return `${more} more things are open after four requests: give \`c.scoped\` a \`dispose\``
  const left = await leftOver(before.resources)
  return left.length > 0
    ? `requests leave something open (${left.join(', ')}): give \`c.scoped\` a \`dispose\``
    : undefined
}

/** The same object serves again: in an app that starts and stops twice, and in another one after that. */
export async function usableAgain(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  const first = new Bench(trial)
  first.set(specimen)
  await Promise.all([first.app.start(), first.app.start()])
  await first.use(specimen)
  await Promise.all([first.app.stop(), first.app.stop()])
  await using second = new Bench(trial)
  second.set(specimen)
  const error = await thrownBy(() => second.use(specimen))
  return error === undefined
    ? undefined
    : `after one app has stopped, the next cannot use it: ${saying(error)}`
}

async function afterStop(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  const before = activeResources()
  await using bench = new Bench(trial)
  bench.set(specimen)
  await bench.use(specimen)
  await bench.app.stop()
  return stillOpen(specimen, bench, before, 'after the app stopped')
}

async function afterFailedStart(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  const before = activeResources()
  await using bench = new Bench(trial)
  bench.set(specimen)
  const onPurpose = fail('EXTENSION_SETUP', { extension: 'saboteur', problem: 'it fails on purpose' })
  bench.add({
    name: 'saboteur',
    requires: [specimen.extension],
    initApp: (app) => app.onStart(() => Promise.reject(onPurpose)),
  })
  const error = await thrownBy(() => bench.app.start())
  if (error !== onPurpose) return `the app does not start: ${saying(error)}`
  return stillOpen(specimen, bench, before, 'after a start that failed')
}

async function stillOpen(
  specimen: Specimen,
  { app, errors: [error] }: Bench,
  before: Resources,
  when: string,
): Promise<string | undefined> {
  if (error !== undefined) return `${when} it did not close what it opened: ${error}`
  const open = specimen.open(app)
  if (open > 0) return `${open} things are open ${when}: close them in \`app.onStop\``
  const left = await leftOver(before)
  return left.length > 0
    ? `something is open ${when} (${left.join(', ')}): close it in \`app.onStop\``
    : undefined
}
