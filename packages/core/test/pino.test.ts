import { App } from '@micro/core'
import { RequestLog } from '@micro/core/extensions'
import { testClient } from '@micro/core/testing'
import pino from 'pino'
import { expect, it } from 'vitest'

it('pino fits as the logger of an app: levels, fields and errors are its own', async () => {
  const lines: unknown[] = []
  const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) })
  await using app = new App({ name: 'shop', logger })
  app.register(new RequestLog())
  app.get('/', () => 'Hello')
  app.get('/broken', () => {
    throw new RangeError('broken')
  })
  const client = testClient(app, { raiseErrors: false })
  await client.get('/')
  await client.get('/broken')
  expect(lines).toMatchObject([
    { level: 30, msg: expect.stringContaining('GET /') },
    { level: 50, err: { type: 'RangeError', message: 'broken', stack: expect.any(String) } },
    { msg: expect.stringContaining('GET /broken') },
  ])
})
