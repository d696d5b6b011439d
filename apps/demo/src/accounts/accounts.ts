import { flash, verifyPassword } from '@micro/auth'
import { Blueprint, checked, redirect, type Reply, urlFor } from '@micro/core'
import { UniqueViolation } from '@micro/database'
import { auth, templates } from '../extensions.ts'
import { type FormState, formStatus, freshForm, refused } from '../form.ts'
import { makeApiToken } from './api-token.ts'
import { LoginForm, PasswordForm, ProfileForm, RegisterForm } from './forms.ts'
import { addUser, changePassword, changeProfile, endSessions, findUser } from './users.ts'

/** Joining, logging in and out, and what somebody says about themselves. */
export const accounts: Blueprint = new Blueprint('accounts', { rootPath: import.meta.dirname })

accounts.get('/register', { endpoint: 'register' }, () => registerPage(freshForm()))

accounts.post('/register', { endpoint: 'join', body: checked(RegisterForm) }, async ({ body: form }) => {
  if (!form.ok) return registerPage(form)
  try {
    await auth.login(await addUser(form.value))
  } catch (error) {
    if (error instanceof UniqueViolation)
      return registerPage(refused(form, 'username', 'That username is taken.'))
    throw error
  }
  flash(`Welcome aboard, ${form.value.name}.`, 'success')
  return redirect(urlFor('blog.index'))
})

accounts.get('/login', { endpoint: 'login' }, () => loginPage(freshForm()))

accounts.post('/login', { endpoint: 'enter', body: checked(LoginForm) }, async ({ body: form }) => {
  if (!form.ok) return loginPage(form)
  const user = await findUser(form.value.username)
  // Called without a user, too: an unknown name must take as long as a wrong password.
  const correct = await verifyPassword(user?.password_hash, form.value.password)
  if (user === undefined || !correct) {
    return loginPage(refused(form, 'password', 'The username or the password is wrong.'))
  }
  await auth.login(user)
  flash(`Hello again, ${user.name}.`, 'success')
  return redirect(auth.nextUrl(urlFor('blog.index')))
})

accounts.post('/logout', { endpoint: 'logout' }, async () => {
  const user = await auth.currentUser()
  if (user !== undefined) await endSessions(user)
  auth.logout()
  flash('You are logged out. Fair winds.')
  return redirect(urlFor('blog.index'))
})

accounts.get('/settings', { endpoint: 'settings', before: [auth.required] }, () => settingsPage({}))

accounts.post(
  '/settings',
  { endpoint: 'changeProfile', before: [auth.required], body: checked(ProfileForm) },
  async ({ body: form }) => {
    if (!form.ok) return settingsPage({ profile: form })
    await changeProfile(auth.user(), form.value)
    flash('Your profile is saved.', 'success')
    return redirect(urlFor('.settings'))
  },
)

accounts.post(
  '/settings/password',
  { endpoint: 'changePassword', before: [auth.required], body: checked(PasswordForm) },
  async ({ body: form }) => {
    if (!form.ok) return settingsPage({ password: form })
    const user = auth.user()
    if (!(await verifyPassword(user.password_hash, form.value.current))) {
      return settingsPage({ password: refused(form, 'current', 'That is not the password you have now.') })
    }
    await auth.login(await changePassword(user, form.value.password))
    flash('Your password is changed. You are logged out everywhere else.', 'success')
    return redirect(urlFor('.settings'))
  },
)

accounts.post('/settings/token', { endpoint: 'makeToken', before: [auth.required] }, async () => {
  const token = await makeApiToken(auth.user())
  // Shown once and kept nowhere: not in the database, and not in the browser's cache.
  return (await settingsPage({ token })).set({ headers: { 'cache-control': 'no-store' } })
})

function registerPage(form: FormState): Promise<Reply> {
  return templates.renderReply('accounts/register.html', { form }, { status: formStatus(form) })
}

function loginPage(form: FormState): Promise<Reply> {
  return templates.renderReply('accounts/login.html', { form }, { status: formStatus(form) })
}

/** What of the page was sent; the other form is fresh. */
interface SettingsPage {
  readonly profile?: FormState
  readonly password?: FormState
  /** A token for the API that was just made. */
  readonly token?: string
}

function settingsPage({ token, ...sent }: SettingsPage): Promise<Reply> {
  const { name, bio } = auth.user()
  const { profile = freshForm({ name, bio }), password = freshForm() } = sent
  const status = Math.max(formStatus(profile), formStatus(password))
  return templates.renderReply('accounts/settings.html', { profile, password, token }, { status })
}
