import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type App, MicroError } from '@micro/core'
import { createApp } from './app.ts'
import { readOrMakeSecret } from './secret.ts'
import { DEMO_LOGIN } from './seed/authors.ts'
import { seed } from './seed/seed.ts'

const USAGE = `Serves the demo, a team blog, until Ctrl-C.

  --port N   Where to listen. Default: the environment's PORT or MICRO_RUN_PORT, else 5000.
  --help     This text.

What is written is kept in apps/demo/.data. Delete that folder to begin again.`

const { values: flags } = parseArgs({ options: { port: { type: 'string' }, help: { type: 'boolean' } } })

if (flags.help === true) {
  console.log(USAGE)
} else {
  const port = readPort(flags.port ?? process.env['PORT'] ?? process.env['MICRO_RUN_PORT'] ?? '5000')
  if (port !== undefined) await open(port)
}

async function open(port: number): Promise<void> {
  const app = await makeReady()
  try {
    const { url } = await app.run({ port })
    console.log(`\n  The blog is open at ${url}`)
    console.log(
      `  Log in as "${DEMO_LOGIN.username}" with the password "${DEMO_LOGIN.password}". Ctrl-C ends.\n`,
    )
  } catch (error) {
    await app.stop()
    if (!(error instanceof MicroError) || error.code !== 'PORT_IN_USE') throw error
    refuse(`Port ${port} is taken: choose another one, as in --port ${port + 1}.`)
  }
}

/** The blog with its tables, and with something to read when it is new. */
async function makeReady(): Promise<App> {
  const data = process.env['DEMO_DATA'] ?? join(import.meta.dirname, '../.data')
  const app = createApp({
    secretKey: await readOrMakeSecret(join(data, 'secret')),
    // A link in the feed names the host it was asked at: only one of these, and any other is refused.
    trustedHosts: ['localhost', '127.0.0.1', '[::1]'],
    // Served as plain HTTP on this machine, where not every browser takes a `Secure` cookie.
    sessions: { secure: false },
    database: { url: `sqlite:${join(data, 'blog.sqlite')}`, migrateOnStart: true },
  })
  const isNew = await app.inContext(seed)
  if (isNew) console.log('\n  A new blog: four authors have written something into it.')
  return app
}

/** `undefined`, and a line that says why, for what is no port. */
function readPort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity
  if (port <= 65_535) return port
  refuse(`"${text}" is no port: give a whole number from 0 to 65535, as in --port 8080.`)
  return undefined
}

function refuse(line: string): void {
  console.error(line)
  process.exitCode = 1
}
