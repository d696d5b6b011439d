import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { plan } from './floors.config.ts'
import { emptyProject } from './outside-project.ts'
import { isBuilt, publishedPackages } from './tarballs.ts'
import { openWorkspace } from './workspace.ts'

const workspace = openWorkspace(join(import.meta.dirname, '../..'), plan)
const packages = publishedPackages(workspace)

/** One app that grows: what each package adds to it, and what it answers then. */
const steps = [
  {
    name: 'core',
    uses: `import { App } from '@micro/core'`,
    sets: `const app = new App()\napp.get('/', () => 'Hello, World!')`,
    answers: 'Hello, World!',
  },
  {
    name: 'database',
    uses: `import { Database, sql } from '@micro/database'`,
    sets: `const db = new Database()
app.register(db, { url: 'sqlite::memory:' })
const greet = async () => (await sql\`select 'Hello, SQLite!' as text\`.execute(db.kysely)).rows[0].text
app.errorHandler(404, () => 'none')
app.beforeRequest(async (c) => (c.request.path === '/' ? greet() : undefined))`,
    answers: 'Hello, SQLite!',
  },
  {
    name: 'templating',
    uses: `import { Templates } from '@micro/templating'`,
    sets: `const templates = new Templates({ templates: { 'hello.html': '<p>{{ text }}</p>' } })
app.register(templates)
app.afterRequest(async (reply) => void (reply.body = await templates.render('hello.html', { text: reply.body })))`,
    answers: '<p>Hello, SQLite!</p>',
  },
  {
    name: 'auth',
    uses: `import { Sessions } from '@micro/auth'`,
    sets: `const sessions = new Sessions()
app.config.fromObject({ secretKey: crypto.randomUUID() + crypto.randomUUID() })
app.register(sessions)
app.afterRequest((reply) => sessions.set('seen', reply.status))`,
    answers: '<p>Hello, SQLite!</p>',
  },
] as const

describe('the packed packages', { timeout: 180_000 }, () => {
  const required = process.env['MICRO_REQUIRE_SERVICES'] === '1'
  const built = required || packages.every((room) => isBuilt(workspace, room))

  it('serve hello from core alone, installed by npm without a network', ({ skip }) => {
    skip(!built, 'not built since the last change: run `pnpm build`')
    const { add, run } = emptyProject(workspace)
    add(packages.slice(0, 1), '--offline')
    const app = `
      import { App } from '@micro/core'

      const app = new App()
      app.get('/', () => 'Hello, World!')
      app.get('/users/<int:id>', ({ params }) => ({ id: params.id }))

      await app.run()`
    expect(run('app.ts', app)).toContain('GET / → 200 Hello, World!')
  })

  it('are added to an app one by one, each by npm into what is there', ({ skip }) => {
    skip(!built, 'not built since the last change: run `pnpm build`')
    const { add, run } = emptyProject(workspace)
    for (const [at, { name, answers }] of steps.entries()) {
      add(
        packages.filter(({ manifest }) => manifest.name === `@micro/${name}`),
        '--prefer-offline',
      )
      const present = steps.slice(0, at + 1)
      const program = [
        ...present.map(({ uses }) => uses),
        ...present.map(({ sets }) => sets),
        'await app.run()',
      ]
      expect(run(`with-${name}.ts`, program.join('\n'))).toContain(`GET / → 200 ${answers}`)
    }
  })

  it('are all installed together and imported, each entry of each', ({ skip }) => {
    skip(!built, 'not built since the last change: run `pnpm build`')
    const { add, run } = emptyProject(workspace)
    add(packages, '--prefer-offline')
    const entries = packages.flatMap(({ manifest }) =>
      Object.keys(manifest.exports ?? {})
        // `./bin` is a program: importing it runs it.
        .filter((name) => !name.endsWith('.json') && name !== './bin')
        .map((name) => `${manifest.name}${name.slice(1)}`),
    )
    const text = entries.map((entry) => `await import('${entry}')\nconsole.log('${entry}')\n`).join('')
    expect(run('entries.ts', text).trim().split('\n')).toEqual(entries)
  })
})
