import { type ContextProcessor, currentContext, hasContext, isPromise, type RunningApp } from '@micro/core'
import type { Variables } from './context.ts'

/**
 * The names that a page starts with: those of the context processors, the app's first and then the blueprints' from the
 * outside in, and over them all what was given to `render`. A promise among these is awaited.
 *
 * A copy without a prototype, so that no name is found which nobody gave.
 */
export async function variablesFor(app: RunningApp, values: object): Promise<Variables> {
  // Before anything else can fail: a rejection that nobody waits for would end the process.
  const given = Object.values(values).some(isPromise) ? await awaited(values) : values
  const variables: Variables = Object.create(null)
  for (const processor of processorsOf(app)) {
    const made = processor()
    add(variables, isPromise(made) ? await made : made)
  }
  return add(variables, given)
}

function processorsOf(app: RunningApp): readonly ContextProcessor[] {
  return app.templates.processors(hasContext() ? currentContext().blueprints : [])
}

async function awaited(values: object): Promise<object> {
  const members = Object.entries(values).map(async ([name, value]) => ({ name, value: await value }))
  const variables: Variables = Object.create(null)
  for (const { name, value } of await Promise.all(members)) variables[name] = value
  return variables
}

function add(variables: Variables, values: object): Variables {
  for (const [name, value] of Object.entries(values)) {
    // JSON of a client can carry it as a name like any other.
    if (name !== '__proto__') variables[name] = value
  }
  return variables
}
