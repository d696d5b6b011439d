/** A program of N routes, written anew for every measurement. */
export interface Program {
  readonly name: string
  readonly write: (routes: number) => string
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** Typed parameters, and a typed URL of every route. */
const micro: Program = {
  name: 'micro',
  write: (count) =>
    [
      `import { App } from '@micro/core'`,
      'const app = new App()',
      ...numbers(count).map(
        (i) => `const r${i} = app.get('/route${i}/<int:id>', ({ params }) => ({ ok: true, id: params.id }))`,
      ),
      ...numbers(count).map((i) => `r${i}.url({ id: ${i} })`),
    ].join('\n'),
}

/** Typed parameters in one chain, as Hono's documentation asks for: `typeof app` knows no route that is added by a statement of its own. */
const hono: Program = {
  name: 'hono, chained',
  write: (count) =>
    [
      `import { Hono } from 'hono'`,
      'const app = new Hono()',
      ...numbers(count).map(
        (i) => `  .get('/route${i}/:id', (c) => c.json({ ok: true, id: c.req.param('id') }))`,
      ),
      'export type App = typeof app',
    ].join('\n'),
}

/** The same with its client, which is what types URLs and values there. */
const honoClient: Program = {
  name: 'hono, with its client',
  write: (count) =>
    [
      hono.write(count),
      `import { hc } from 'hono/client'`,
      `const client = hc<App>('http://localhost')`,
      ...numbers(count).map((i) => `client['route${i}'][':id'].$url({ param: { id: '${i}' } })`),
    ].join('\n'),
}

export const programs: readonly Program[] = [micro, hono, honoClient]
