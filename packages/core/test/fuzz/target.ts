/** The process of the app under fire: it listens, and tells its parent what goes wrong in it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { tell, untilParentLeaves } from './target-messages.ts'
import { targetApp } from './target-app.ts'

const quiet = (): void => {}
const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
const app = targetApp(folder, {
  smuggled: (id) => tell({ smuggled: id }),
  logger: {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (fields, message) => tell({ fault: 'log', text: `${message}: ${inspect(fields)}` }),
  },
})
const listener = await app.listen({ port: 0 })
tell({ port: listener.port })
untilParentLeaves(() => rmSync(folder, { recursive: true }))
