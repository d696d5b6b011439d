import { App } from '@micro/core'
import { extensionSuite, sessionSuite } from '@micro/core/testing'
import { describe, it } from 'vitest'
import { SECRET } from '../test/session-app.ts'
import { Auth } from './login/auth.ts'
import { memoryStore } from './session/memory-store.ts'
import { Sessions } from './session/sessions.ts'

interface User {
  readonly id: number
  readonly name: string
}

const config = { secretKey: SECRET }

function appWith(sessions: Sessions): App {
  const app = new App({ config })
  app.register(sessions)
  return app
}

function count(sessions: Sessions<{ visits: number }>): number | undefined {
  sessions.set('visits', (sessions.get('visits') ?? 0) + 1)
  return sessions.get('visits')
}

describe('Sessions in cookies', () => {
  extensionSuite(() => new Sessions<{ visits: number }>(), {
    config,
    options: { mode: 'encrypted', idleLifetime: 60 },
    invalid: { mode: ['plain'], lifetime: [0], idleLifetime: ['long'], csrf: ['no'], csrfExempt: ['login'] },
    use: count,
  })(it)

  sessionSuite(() => appWith(new Sessions()))(it)
})

describe('Sessions in a store', () => {
  extensionSuite(() => new Sessions<{ visits: number }>({ store: memoryStore() }), {
    config,
    invalid: { sameSite: ['sometimes'] },
    use: count,
  })(it)

  sessionSuite(() => appWith(new Sessions({ store: memoryStore() })))(it)
})

describe('Auth', () => {
  const users = new Map([['1', { id: 1, name: 'Ada' }]])

  extensionSuite(() => new Auth<User>({ sessions: new Sessions(), loadUser: (id) => users.get(id) }), {
    config,
    options: { freshFor: 60 },
    invalid: { freshFor: [0, 'long'], loadTimeout: [0] },
    use: async (auth) => {
      await auth.login({ id: 1, name: 'Ada' })
      return auth.currentUser()
    },
  })(it)
})
