import { join } from 'node:path'

/** Everyone who takes part, micro's measure first. */
export const contenderNames = ['bare', 'micro', 'fastify', 'hono', 'h3', 'elysia', 'express', 'koa'] as const
export type ContenderName = (typeof contenderNames)[number]

export function contenderFile(name: ContenderName): string {
  return join(import.meta.dirname, '..', 'contenders', `${name}.ts`)
}
