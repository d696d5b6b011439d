import { App } from '../../app/app.ts'
import { RequestContext } from '../../context/request-context.ts'
import { Reply } from '../../message/reply.ts'
import { Request } from '../../message/request.ts'
import type { Snapshot } from './snapshot.ts'

const SHARED: Readonly<Record<string, object>> = {
  App: App.prototype,
  Context: RequestContext.prototype,
  Request: Request.prototype,
  Reply: Reply.prototype,
  Object: Object.prototype,
  Array: Array.prototype,
  globalThis,
}

/** What is the same for every app of the process, which no extension may change: methods of the classes, and globals. */
export function seenEverywhere(): Snapshot {
  return new Map(Object.entries(SHARED).flatMap(([name, object]) => membersOf(name, object)))
}

/** Runs no getter: some globals are made when they are first looked at. */
function membersOf(name: string, object: object): readonly (readonly [path: string, value: unknown])[] {
  return Object.entries(Object.getOwnPropertyDescriptors(object)).map(([member, descriptor]) => [
    `${name}.${member}`,
    // oxlint-disable-next-line typescript/unbound-method -- it is compared and never called
    'value' in descriptor ? descriptor.value : descriptor.get,
  ])
}
