import { MicroError } from '../../ground/errors.ts'
import { Bench } from './bench.ts'
import { saying, thrownBy } from './saying.ts'
import type { Specimen, Trial } from './trial.ts'

/** It can be registered before what it requires as well as after it, and what is not there is named. */
export async function anyOrder(trial: Trial): Promise<string | undefined> {
  return (
    (await works(trial, 'after what it requires', (bench, specimen) => bench.set(specimen))) ??
    (await works(trial, 'before what it requires', (bench, specimen) => {
      specimen.register(bench.app)
      bench.require(specimen)
    })) ??
    (await namesWhatIsMissing(trial))
  )
}

async function works(
  trial: Trial,
  order: string,
  set: (bench: Bench, specimen: Specimen) => void,
): Promise<string | undefined> {
  const specimen = trial.make()
  await using bench = new Bench(trial)
  const error = await thrownBy(async () => {
    set(bench, specimen)
    await bench.use(specimen)
  })
  return error === undefined ? undefined : `registered ${order} it does not work: ${saying(error)}`
}

async function namesWhatIsMissing(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  if (specimen.required.length === 0) return undefined
  await using bench = new Bench(trial)
  const error = await thrownBy(async () => {
    specimen.register(bench.app)
    await bench.app.start()
  })
  return error instanceof MicroError && error.code === 'EXTENSION_REQUIRES'
    ? undefined
    : `without what it requires the app must not start, by EXTENSION_REQUIRES; it gave: ${saying(error)}`
}
