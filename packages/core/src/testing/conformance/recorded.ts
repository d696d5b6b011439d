import type { App } from '../../app/app.ts'
import type { Extension, Registration } from '../../app/extension.ts'
import { MicroError } from '../../ground/errors.ts'
import { Bench } from './bench.ts'
import { saying, thrownBy } from './saying.ts'
import { difference, snapshot, type Snapshot } from './snapshot.ts'
import { seenEverywhere } from './surroundings.ts'
import type { Specimen, Trial } from './trial.ts'

/** It adds things by the methods of the app and during `initApp`, so that the app knows whose they are. */
export async function recorded(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  await using bench = new Bench(trial)
  const before = methodsOf(bench.app)
  bench.set(specimen)
  const replaced = difference(before, methodsOf(bench.app))
  if (replaced !== undefined) return `it replaced \`app.${replaced}\`: add to the app by its hooks`
  const patched = difference(trial.surroundings, seenEverywhere())
  if (patched !== undefined)
    return `it changed \`${patched}\`, which every app and all other code have, too: keep what is new in the state`
  // Whatever was put off until after `initApp` has been done by then.
  await new Promise((resolve) => setTimeout(resolve, 0))
  const stray = strayNames(bench.app)
  if (stray.length > 0)
    return `it added ${stray.join(', ')} after \`initApp\`, where nobody knows whose it is`
  return entryOf(bench.app, specimen) === undefined
    ? `\`app.registrations\` does not name it "${specimen.name}"`
    : undefined
}

/** Where somebody else has a name of its, both are told by name; so are two of its own kind that cannot live in one app. */
export async function clashing(trial: Trial): Promise<string | undefined> {
  return (await withAnother(trial)) ?? (await withItsKind(trial))
}

async function withAnother(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  await using bench = new Bench(trial)
  bench.set(specimen)
  for (const name of entryOf(bench.app, specimen)?.commands ?? []) {
    const error = await thrownBy(() => bench.add(intruder(name)))
    const words = error instanceof MicroError && error.code === 'NAME_TAKEN' ? error.message : ''
    if (!words.includes(specimen.name) || !words.includes('intruder'))
      return `the clash over its command "${name}" does not name both owners: ${saying(error)}`
  }
  return undefined
}

function intruder(command: string): Extension {
  return {
    name: 'intruder',
    initApp: (app) => app.command({ name: command, description: 'Takes a name', run: () => 0 }),
  }
}

async function withItsKind(trial: Trial): Promise<string | undefined> {
  const first = trial.make()
  const second = trial.make()
  await using bench = new Bench(trial)
  bench.set(first)
  // What those require may clash as well; that is for their trial.
  await thrownBy(() => bench.require(second))
  const error = await thrownBy(() => second.register(bench.app))
  if (error === undefined) return undefined
  return error instanceof MicroError && error.code !== 'EXTENSION_SETUP' && error.message.includes(first.name)
    ? undefined
    : `a second object of its kind on one app fails with no error that names it: ${saying(error)}`
}

/** What can be called on the app by everybody, and what is its own. */
function methodsOf(app: App): Snapshot {
  const owned = [...snapshot(app)].filter(([path]) => !path.includes('.'))
  return new Map(owned)
}

function entryOf({ registrations }: App, { name }: Specimen): Registration | undefined {
  return registrations.find(({ extension }) => extension === name)
}

function strayNames({ commands, templates, registrations }: App): readonly string[] {
  const owned = new Set(registrations.flatMap((each) => [...each.commands, ...each.templates]))
  const names = [
    ...commands.map(({ name }) => name),
    ...templates.globals.keys(),
    ...templates.filters.keys(),
    ...templates.tests.keys(),
  ]
  return names.filter((name) => !owned.has(name)).map((name) => `"${name}"`)
}
