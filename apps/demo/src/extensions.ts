import { Auth, Sessions } from '@micro/auth'
import { Database } from '@micro/database'
import { Templates } from '@micro/templating'
import type { Tables, User } from './schema.ts'

/** The database, its queries typed by {@link Tables}. */
export const db: Database<Tables> = new Database<Tables>()

/** Pages and the feed. */
export const templates: Templates = new Templates()

/** What a browser carries from one request to the next, signed. */
export const sessions: Sessions = new Sessions()

/** Who is logged in. */
export const auth: Auth<User> = new Auth<User>({
  sessions,
  loadUser: (id) => db.selectFrom('users').selectAll().where('id', '=', Number(id)).executeTakeFirst(),
  // A new password raises the epoch, and every session that began under the old one ends.
  sessionEpoch: (user) => user.session_epoch,
  loginEndpoint: 'accounts.login',
})
