import { hashPassword } from '@micro/auth'
import { db } from '../extensions.ts'
import type { User } from '../schema.ts'
import type { Profile, Registration } from './forms.ts'

/** Somebody by the name they log in with; `undefined` when there is nobody. */
export function findUser(username: string): Promise<User | undefined> {
  return db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirst()
}

/** Adds somebody. @throws {@link UniqueViolation} when the username is taken. */
export async function addUser({ username, name, password }: Omit<Registration, 'repeated'>): Promise<User> {
  const user = {
    username,
    name,
    bio: '',
    password_hash: await hashPassword(password),
    created_at: new Date().toISOString(),
  }
  return db.insertInto('users').values(user).returningAll().executeTakeFirstOrThrow()
}

/** Changes what others read about somebody. */
export async function changeProfile(user: User, profile: Profile): Promise<void> {
  await db.updateTable('users').set(profile).where('id', '=', user.id).execute()
}

/** Changes a password. Every session of this user that began before ends. */
export async function changePassword(user: User, password: string): Promise<User> {
  const changes = { password_hash: await hashPassword(password), session_epoch: user.session_epoch + 1 }
  return db
    .updateTable('users')
    .set(changes)
    .where('id', '=', user.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Ends every session of this user: nobody goes on with a cookie that was copied before. */
export async function endSessions(user: User): Promise<void> {
  await db
    .updateTable('users')
    .set((eb) => ({ logouts: eb('logouts', '+', 1) }))
    .where('id', '=', user.id)
    .execute()
}
