import type * as Crypto from 'node:crypto'
import type * as Fs from 'node:fs'
import type * as Http from 'node:http'

/**
 * What `node:http` exports, loaded as `require` loads it.
 *
 * `import` reads every export of a module of Node, and some of `node:http` are getters that load all of `fetch` and `WebSocket`: 66 modules
 * more, 20 of the 135 ms of a start. What OpenTelemetry hangs on `require` follows `getBuiltinModule` as well.
 */
export const http: typeof Http = process.getBuiltinModule('node:http')

/** What `node:fs` exports; its `promises`, and its streams, are loaded when they are needed: 14 modules, 2 ms. */
export const fs: typeof Fs = process.getBuiltinModule('node:fs')

/** What `node:crypto` exports, loaded when it is first needed: 20 modules, 6 ms. */
export function crypto(): typeof Crypto {
  return process.getBuiltinModule('node:crypto')
}
