import { flash, verifyPassword } from '@micro/auth'
import { Blueprint, redirect, type Reply, urlFor } from '@micro/core'
import { UniqueViolation } from '@micro/database'
import { auth, templates } from '../extensions.ts'
import { type FormState, formStatus, freshForm, readForm, refused } from '../form.ts'
import { makeApiToken } from './api-token.ts'
import { LoginForm, PasswordForm, ProfileForm, RegisterForm } from './forms.ts'
import { addUser, changePassword, changeProfile, endSessions, findUser } from './users.ts'

/** Joining, logging in and out, and what somebody says about themselves. */
export const accounts: Blueprint = new Blueprint('accounts', { rootPath: import.meta.dirname })

accounts.get('/register', { endpoint: 'register' }, () => registerPage(freshForm()))

accounts.post('/register', { endpoint: 'join' }, async (c) => {
  const form = await readForm(c.request, RegisterForm)
  if (form.data === undefined) return registerPage(form)
  try {
    await auth.login(await addUser(form.data))
  } catch (error) {
    if (error instanceof UniqueViolation)
      return registerPage(refused(form, 'username', 'That username is taken.'))
    throw error
  }
  flash(`Welcome aboard, ${form.data.name}.`, 'success')
  return redirect(urlFor('blog.index'))
})

accounts.get('/login', { endpoint: 'login' }, () => loginPage(freshForm()))

accounts.post('/login', { endpoint: 'enter' }, async (c) => {
  const form = await readForm(c.request, LoginForm)
  if (form.data === undefined) return loginPage(form)
  const user = await findUser(form.data.username)
  // Called without a user, too: an unknown name must take as long as a wrong password.
  const correct = await verifyPassword(user?.password_hash, form.data.password)
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

accounts.post('/settings', { endpoint: 'changeProfile', before: [auth.required] }, async (c) => {
  const form = await readForm(c.request, ProfileForm)
  if (form.data === undefined) return settingsPage({ profile: form })
  await changeProfile(auth.user(), form.data)
  flash('Your profile is saved.', 'success')
  return redirect(urlFor('.settings'))
})

accounts.post('/settings/password', { endpoint: 'changePassword', before: [auth.required] }, async (c) => {
  const form = await readForm(c.request, PasswordForm)
  if (form.data === undefined) return settingsPage({ password: form })
  const user = auth.user()
  if (!(await verifyPassword(user.password_hash, form.data.current))) {
    return settingsPage({ password: refused(form, 'current', 'That is not the password you have now.') })
  }
  await auth.login(await changePassword(user, form.data.password))
  flash('Your password is changed. You are logged out everywhere else.', 'success')
  return redirect(urlFor('.settings'))
})

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
