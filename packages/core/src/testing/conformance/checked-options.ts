import type { ConfigValues } from '../../ground/config.ts'
import { MicroError } from '../../ground/errors.ts'
import { Bench } from './bench.ts'
import { saying, thrownBy } from './saying.ts'
import type { InvalidOption, Specimen, Trial } from './trial.ts'

/** A wrong option is refused before `initApp`, wherever it comes from, by an error that names the extension and the option. */
export async function checkedOptions(trial: Trial): Promise<string | undefined> {
  if (trial.invalid.length === 0) return nothingToTry(trial.make())
  for (const invalid of trial.invalid) {
    const problem = (await inCode(trial, invalid)) ?? (await inConfig(trial, invalid))
    if (problem !== undefined) return problem
  }
  return undefined
}

function nothingToTry({ extension }: Specimen): string | undefined {
  return extension.options === undefined
    ? undefined
    : 'it has options, and the test names no `invalid` ones to try'
}

async function inCode(trial: Trial, { option, value }: InvalidOption): Promise<string | undefined> {
  const specimen = trial.make()
  await using bench = new Bench(trial)
  bench.require(specimen)
  const error = await thrownBy(() => bench.app.register(specimen.extension, { [option]: value }))
  return problemWith(error, specimen, `\`${option}\` given in code`, option)
}

async function inConfig(trial: Trial, { option, value }: InvalidOption): Promise<string | undefined> {
  const specimen = trial.make()
  const section: ConfigValues = { [specimen.name]: { [option]: value } }
  await using bench = new Bench({ config: { ...trial.config, ...section } })
  bench.require(specimen)
  const error = await thrownBy(() => bench.app.register(specimen.extension))
  return problemWith(error, specimen, `\`${option}\` given in the configuration`, option)
}

function problemWith(error: unknown, { name }: Specimen, what: string, option: string): string | undefined {
  if (error === undefined) return `a wrong ${what} was accepted: declare it in \`options\``
  if (!(error instanceof MicroError) || error.code !== 'EXTENSION_OPTIONS')
    return `a wrong ${what} was not refused by its schema, but by: ${saying(error)}`
  const words = error.message
  return words.includes(`"${name}"`) && words.includes(option)
    ? undefined
    : `the error for a wrong ${what} does not name the extension and the option: ${saying(error)}`
}
