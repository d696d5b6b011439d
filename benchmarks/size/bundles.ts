/** A program that is bundled to see how large it is. */
export interface Program {
  readonly name: string
  readonly source: string
  readonly platform: 'node' | 'neutral'
}

/** Of core: what its entries bring along. */
export const own: readonly Program[] = [
  {
    name: 'hello',
    platform: 'node',
    source: `import { App } from '@micro/core'
const app = new App()
app.get('/', () => 'Hello, World!')
await app.run()`,
  },
  {
    name: 'hello by fetch',
    platform: 'neutral',
    source: `import { App } from '@micro/core'
const app = new App()
app.get('/', () => 'Hello, World!')
export default app`,
  },
  { name: 'extensions', platform: 'neutral', source: `export * from '@micro/core/extensions'` },
  { name: 'testing', platform: 'neutral', source: `export * from '@micro/core/testing'` },
  { name: 'router', platform: 'neutral', source: `export * from '@micro/core/router'` },
]

/** The same hello for others, with the server that each has. */
export const peers: readonly Program[] = [
  {
    name: 'hono',
    platform: 'node',
    source: `import { Hono } from 'hono'
import { serve } from '@hono/node-server'
serve(new Hono().get('/', (c) => c.text('Hello, World!')))`,
  },
  {
    name: 'hono by fetch',
    platform: 'neutral',
    source: `import { Hono } from 'hono'
export default new Hono().get('/', (c) => c.text('Hello, World!'))`,
  },
  {
    name: 'h3',
    platform: 'node',
    source: `import { H3, serve } from 'h3'
serve(new H3().get('/', () => 'Hello, World!'))`,
  },
  {
    name: 'elysia',
    platform: 'node',
    source: `import { Elysia } from 'elysia'
import { node } from '@elysiajs/node'
new Elysia({ adapter: node() }).get('/', () => 'Hello, World!').listen(3000)`,
  },
  {
    name: 'fastify',
    platform: 'node',
    source: `import { fastify } from 'fastify'
await fastify().get('/', () => 'Hello, World!').listen({ port: 3000 })`,
  },
  {
    name: 'express',
    platform: 'node',
    source: `import express from 'express'
express().get('/', (_, response) => response.send('Hello, World!')).listen(3000)`,
  },
  {
    name: 'koa',
    platform: 'node',
    source: `import Koa from 'koa'
import { Router } from '@koa/router'
const router = new Router().get('/', (ctx) => { ctx.body = 'Hello, World!' })
new Koa().use(router.routes()).listen(3000)`,
  },
]
