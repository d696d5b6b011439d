import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MicroError } from '@micro/core'
import { createApp } from './app.ts'
import { db } from './extensions.ts'
import { readOrMakeSecret } from './secret.ts'
import { DEMO_LOGIN } from './seed/authors.ts'
import { seed } from './seed/seed.ts'

const USAGE = `Serves the demo, a team blog, until Ctrl-C.

  --port N    Where to listen. Default: PORT, MICRO_RUN_PORT or 5000.
  --host H    On which address. Default: MICRO_RUN_HOST or 127.0.0.1.
  --help      This text.

Its data is in apps/demo/.data: delete that folder to begin again.`

const { values: flags } = parseArgs({
  options: { port: { type: 'string' }, host: { type: 'string' }, help: { type: 'boolean' } },
})
if (flags.help === true) console.log(USAGE)
else await main()

/** Makes the blog ready, with something to read in it when it is new, and serves it. */
async function main(): Promise<void> {
  const { env } = process
  const data = env['DEMO_DATA'] ?? join(import.meta.dirname, '../.data')
  const app = createApp({
    secretKey: await readOrMakeSecret(join(data, 'secret')),
    database: { url: `sqlite:${join(data, 'blog.sqlite')}` },
  })
  await app.inContext(async () => {
    await db.migrate()
    await seed({ print: console.log })
  })
  const { url } = await app.run({ port: portOf(flags.port ?? env['PORT']) })
  console.log(`Slack Water is open at ${url}`)
}
