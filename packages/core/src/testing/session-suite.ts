import type { App } from '../app/app.ts'
import type { Session } from '../context/session.ts'
import { fail } from '../ground/codes.ts'
import { testClient } from './test-client.ts'
import type { AddTest } from './test-extension.ts'

/** One thing that every provider of sessions does. */
interface SessionRule {
  readonly name: string
  /** `undefined` when it is so, else what is wrong. */
  readonly check: (app: App) => Promise<string | undefined>
}

const rules: readonly SessionRule[] = [
  {
    name: 'empty: a client that is new has nothing',
    check: (app) =>
      testClient(app).sessionTransaction((session) =>
        session.get('a') === undefined && !session.has('a') ? undefined : 'a new client has a value',
      ),
  },
  {
    name: 'kept: what is set is there, now and in the next request',
    check: async (app) => {
      const client = testClient(app)
      const now = await client.sessionTransaction((session) => {
        session.set('a', { deep: [1, 'two', null] })
        return seen(session)
      })
      return same(now, '{"deep":[1,"two",null]}') ?? same(await client.sessionTransaction(seen), now)
    },
  },
  {
    name: 'deleted: what is deleted is gone, now and in the next request',
    check: async (app) => {
      const client = testClient(app)
      await client.sessionTransaction((session) => session.set('a', 1))
      const now = await client.sessionTransaction((session) => {
        session.delete('a')
        return seen(session)
      })
      return same(now, 'nothing') ?? same(await client.sessionTransaction(seen), 'nothing')
    },
  },
  {
    name: 'cleared: nothing is left, now and in the next request',
    check: async (app) => {
      const client = testClient(app)
      await client.sessionTransaction((session) => session.set('a', 1))
      await client.sessionTransaction((session) => session.clear())
      return same(await client.sessionTransaction(seen), 'nothing')
    },
  },
  {
    name: 'apart: what one client has, no other has',
    check: async (app) => {
      await testClient(app).sessionTransaction((session) => session.set('a', 1))
      return same(await testClient(app).sessionTransaction(seen), 'nothing')
    },
  },
]

/**
 * Adds a test for each thing that a provider of sessions does ({@link sessionContract}), by whatever adds tests: `it` of vitest,
 * `test` of node:test.
 *
 * @param createApp - Makes an app on which the provider is registered.
 * @throws {@link MicroError} `TEST_REQUEST` in a test that fails, with what is wrong.
 * @example
 * import { test } from 'node:test'
 * import { Sessions } from '@micro/auth'
 *
 * sessionSuite(() => {
 *   const app = new App({ config: { secretKey: 'b8Rk2v5yXqTn7wZc4mFh9sLd3gJp6aUe' } })
 *   app.register(new Sessions())
 *   return app
 * })(test)
 */
export function sessionSuite(createApp: () => App): (addTest: AddTest) => void {
  return (addTest) => {
    for (const { name, check } of rules) {
      addTest(name, async () => {
        await using app = createApp()
        const problem = await check(app)
        if (problem !== undefined) throw fail('TEST_REQUEST', { problem: `Sessions: ${problem}` })
      })
    }
  }
}

function seen(session: Session): string {
  return session.has('a') ? JSON.stringify(session.get('a')) : 'nothing'
}

function same(found: string, expected: string): string | undefined {
  return found === expected ? undefined : `there is ${found} in place of ${expected}`
}
