import { Auth, Sessions } from '@micro/auth'
import { SecurityHeaders } from '@micro/core/extensions'
import { Database } from '@micro/database'
import { Templates } from '@micro/templating'
import { readApiToken } from './accounts/api-token.ts'
import type { Tables, User } from './schema.ts'

/** The database, its queries typed by {@link Tables}. */
export const db: Database<Tables> = new Database<Tables>()

/** Pages and the feed. */
export const templates: Templates = new Templates()

/** What a browser carries from one request to the next, signed. The API takes no cookie, so no other site can abuse one there. */
export const sessions: Sessions = new Sessions({ csrfExempt: ['api'] })

/** Who is logged in, by the session; or who sends a token, by that. */
export const auth: Auth<User> = new Auth<User>({
  sessions,
  loadUser: (id) => findById(Number(id)),
  loadToken: async (token) => {
    const grant = await readApiToken(token)
    const user = grant === undefined ? undefined : await findById(grant.user)
    return user?.session_epoch === grant?.epoch ? user : undefined
  },
  // A new password and a log-out each end every session that began before: a cookie that somebody kept is worth nothing.
  sessionEpoch: (user) => `${user.session_epoch}.${user.logouts}`,
  loginEndpoint: 'accounts.login',
})

/** The site has no script and no style but its own sheet, so a browser need not run any, whatever got into a page. */
export const securityHeaders: SecurityHeaders = new SecurityHeaders({
  frames: 'none',
  policy: {
    'default-src': ["'none'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'https:'],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
  },
})

function findById(id: number): Promise<User | undefined> {
  return db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
}
