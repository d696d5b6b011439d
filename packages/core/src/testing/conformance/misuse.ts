import type { CoreErrorCode } from '../../ground/codes.ts'
import { MicroError } from '../../ground/errors.ts'
import { Bench } from './bench.ts'
import { saying, thrownBy } from './saying.ts'
import { outcomeOf, type Trial } from './trial.ts'

/** A second time on the same app it is refused, by its name. */
export async function registeredOnce(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  await using bench = new Bench(trial)
  bench.set(specimen)
  const error = await thrownBy(() => specimen.register(bench.app))
  return problemWith(error, ['EXTENSION_REGISTERED'], `"${specimen.name}"`, 'registered twice on an app')
}

/** Used in an app that it is not registered on, it says so, and which line to add. */
export async function missing(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  await using elsewhere = new Bench(trial)
  elsewhere.set(specimen)
  await elsewhere.use(specimen)
  await using bench = new Bench(trial)
  bench.require(specimen)
  const error = await thrownBy(() => bench.use(specimen))
  const line = `app.register(${specimen.extension.name})`
  return problemWith(error, ['EXTENSION_MISSING'], line, 'used in an app that it is not registered on')
}

/** Used outside of an app, it says so, also when it is registered on some. */
export async function outside(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  await using bench = new Bench(trial)
  bench.set(specimen)
  await bench.use(specimen)
  const error = await thrownBy(() => outcomeOf(() => specimen.use()))
  return problemWith(error, ['NO_APP', 'NO_REQUEST'], '', 'used outside of an app')
}

function problemWith(
  error: unknown,
  codes: readonly CoreErrorCode[],
  words: string,
  when: string,
): string | undefined {
  if (error === undefined)
    return `${when} it does not fail: ask \`currentApp().extension(this)\` for the state`
  if (!(error instanceof MicroError) || !codes.some((code) => code === error.code))
    return `${when} it must fail with ${codes.join(' or ')}, and fails with: ${saying(error)}`
  return error.message.includes(words)
    ? undefined
    : `${when} its error does not say ${words}: ${saying(error)}`
}
