import { Bench } from './bench.ts'
import { difference, sharedObjects, snapshot, type Snapshot } from './snapshot.ts'
import type { Specimen, Trial } from './trial.ts'

/** Two apps share the object and nothing else: nothing of theirs is kept on it, or in what both of their states lead to. */
export async function isolated(trial: Trial): Promise<string | undefined> {
  const specimen = trial.make()
  const untouched = seenOn(specimen)
  await using one = new Bench(trial)
  await using two = new Bench(trial)
  const states = { one: one.set(specimen), two: two.set(specimen) }
  const shared = sharedObjects(states.one, states.two).map((object) => ({ object, before: snapshot(object) }))
  if (isObject(states.one) && states.one === states.two)
    return 'both apps were given the same state: make one in `initApp`'
  if (states.one === specimen.extension) return 'its state is the extension itself: make one in `initApp`'

  for (const bench of [one, one, one, two]) await bench.use(specimen)
  const changed = difference(untouched, seenOn(specimen))
  if (changed !== undefined)
    return `it keeps \`${changed}\` on itself, where every app sees it: keep it in the state`
  const leak = shared
    .map(({ object, before }) => difference(before, snapshot(object)))
    .find((path) => path !== undefined)
  if (leak !== undefined)
    return `\`${leak}\` in the states of two apps is the same thing, and using one app changed it`
  return influenced(trial)
}

/**
 * What private fields hold shows in what they lead to: an app gives what it would give alone. Only told of what comes out the same
 * each time it is tried.
 */
async function influenced(trial: Trial): Promise<string | undefined> {
  const alone = await aloneAfter(trial, 0)
  if (alone === undefined || alone !== (await aloneAfter(trial, 0))) return undefined
  const beside = await aloneAfter(trial, 3)
  return beside === alone
    ? undefined
    : `used in one app it gives ${alone}, and ${beside} after it was used in another app`
}

/** What the first use in an app gives after some in another one, as text; `undefined` when it is none. */
async function aloneAfter(trial: Trial, usesElsewhere: number): Promise<string | undefined> {
  const specimen = trial.make()
  await using other = new Bench(trial)
  await using app = new Bench(trial)
  for (const bench of [other, app]) bench.set(specimen)
  for (let use = 0; use < usesElsewhere; use += 1) await other.use(specimen)
  return textOf(await app.use(specimen))
}

/** Without what belongs to somebody else: a schema may well remember things, other extensions are on trial elsewhere. */
function seenOn({ extension }: Specimen): Snapshot {
  return snapshot(extension, ['options', 'requires'])
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
