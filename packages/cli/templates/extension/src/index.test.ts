import assert from 'node:assert/strict'
import { test } from 'node:test'
import { App } from '@micro/core'
import { extensionSuite, testClient } from '@micro/core/testing'
import { CLASS } from './index.ts'

// The rules that let an extension live in any app beside any other: a test for each.
extensionSuite(() => new CLASS(), {
  options: { step: 2 },
  invalid: { step: [0, 'one'] },
  use: (extension) => extension.requests,
})(test)

test('counts requests', async () => {
  await using app = new App()
  const extension = new CLASS()
  app.register(extension, { step: 2 })
  app.get('/', () => ({ requests: extension.requests }))
  const client = testClient(app)
  await client.get('/')
  assert.deepEqual(await (await client.get('/')).json(), { requests: 4 })
})
