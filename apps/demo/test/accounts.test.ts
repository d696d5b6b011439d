import type { App } from '@micro/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorBeside, openBlog, passwordOf, Visitor } from './open-blog.ts'

let app: App
let visitor: Visitor

beforeEach(async () => {
  app = openBlog()
  visitor = new Visitor(app)
})
afterEach(() => app.stop())

const ada = {
  name: 'Ada Byron',
  username: 'ada',
  password: 'the analytical sea',
  repeated: 'the analytical sea',
}

describe('joining', () => {
  it('logs the newcomer in and says so once', async () => {
    const response = await visitor.submit('/register', ada)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/')
    const first = await visitor.read('/')
    expect(first).toContain('Welcome aboard, Ada Byron.')
    expect(first).toContain('Log out')
    expect(await visitor.read('/')).not.toContain('Welcome aboard')
  })

  it('shows what is wrong beside each field, keeps what was typed and never the password', async () => {
    const response = await visitor.submit('/register', {
      name: ' ',
      username: 'A!',
      password: 'short',
      repeated: 'shorter',
    })
    const page = await response.text()
    expect(response.status).toBe(422)
    expect(errorBeside(page, 'name')).toBe('Tell us what to call you.')
    expect(errorBeside(page, 'username')).toContain('3 to 30 letters')
    expect(errorBeside(page, 'password')).toContain('at least 10 characters')
    expect(page).toContain('value="A!"')
    expect(page).toContain('aria-invalid="true" aria-describedby="username-error username-hint"')
    expect(page).not.toContain('short')
  })

  it('wants the password twice', async () => {
    const response = await visitor.submit('/register', { ...ada, repeated: 'the analytical see' })
    expect(errorBeside(await response.text(), 'repeated')).toBe('The two passwords differ.')
  })

  it('refuses a username that is taken', async () => {
    await visitor.join('ada')
    const response = await new Visitor(app).submit('/register', ada)
    expect(response.status).toBe(422)
    expect(errorBeside(await response.text(), 'username')).toBe('That username is taken.')
  })
})

describe('logging in', () => {
  it('says the same of an unknown name and of a wrong password', async () => {
    await visitor.join('ada')
    const other = new Visitor(app)
    for (const username of ['ada', 'nobody']) {
      const response = await other.submit('/login', { username, password: 'something else' })
      const page = await response.text()
      expect(response.status).toBe(422)
      expect(errorBeside(page, 'password')).toBe('The username or the password is wrong.')
      expect(page).toContain(`value="${username}"`)
    }
  })

  it('leads back to the page that asked for it', async () => {
    await visitor.join('ada')
    const other = new Visitor(app)
    const refusal = await other.client.get('/posts/new')
    const login = refusal.headers.get('location') ?? ''
    expect(new URL(login, 'http://localhost').searchParams.get('next')).toBe('/posts/new')
    const response = await other.submit(login, { username: 'ada', password: passwordOf('ada') })
    expect(response.headers.get('location')).toBe('/posts/new')
  })

  it('never leads to another site', async () => {
    await visitor.join('ada')
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      const login = `/login?next=${encodeURIComponent(next)}`
      const response = await new Visitor(app).submit(login, { username: 'ada', password: passwordOf('ada') })
      expect(response.headers.get('location')).toBe('/')
    }
  })
})

describe('logging out', () => {
  it('ends the session', async () => {
    await visitor.join('ada')
    const response = await visitor.submit('/', {}, '/logout')
    expect(response.status).toBe(303)
    expect(await visitor.read('/')).toContain('You are logged out.')
    expect((await visitor.client.get('/settings')).status).toBe(303)
  })

  it('D17: ends what is done with a copy of the cookie, too', async () => {
    await visitor.join('ada')
    const thief = new Visitor(app)
    const kept = visitor.client.cookies.header('http://localhost/')
    expect((await thief.client.get('/settings', { headers: { cookie: kept } })).status).toBe(200)
    await visitor.submit('/', {}, '/logout')
    expect((await thief.client.get('/settings', { headers: { cookie: kept } })).status).toBe(303)
  })

  it('takes a form: a link from elsewhere cannot do it', async () => {
    await visitor.join('ada')
    expect((await visitor.client.get('/logout')).status).toBe(405)
  })
})

describe('the profile', () => {
  it('is seen by everybody, once there is something to read', async () => {
    await visitor.join('ada')
    await visitor.submit('/settings', { name: 'Ada King', bio: 'Counts waves.' })
    const page = await new Visitor(app).read('/authors/ada')
    expect(page).toContain('Ada King')
    expect(page).toContain('Counts waves.')
    expect(page).toContain('has not published anything yet')
  })

  it('keeps a biography that is too long in its form', async () => {
    await visitor.join('ada')
    const bio = 'wave '.repeat(100)
    const response = await visitor.submit('/settings', { name: 'Ada', bio })
    const page = await response.text()
    expect(response.status).toBe(422)
    expect(errorBeside(page, 'bio')).toBe('Keep it to 400 characters.')
    expect(page).toContain(bio)
  })

  it('is for those who are logged in', async () => {
    const response = await visitor.client.get('/settings')
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toContain('/login?next=')
  })
})

describe('changing the password', () => {
  const change = { password: 'a brand new password', repeated: 'a brand new password' }

  it('needs the old one', async () => {
    await visitor.join('ada')
    const response = await visitor.submit(
      '/settings',
      { ...change, current: 'a guess' },
      '/settings/password',
    )
    expect(response.status).toBe(422)
    expect(errorBeside(await response.text(), 'current')).toBe('That is not the password you have now.')
  })

  it('keeps this session and ends every other one', async () => {
    await visitor.join('ada')
    const elsewhere = new Visitor(app)
    await elsewhere.submit('/login', { username: 'ada', password: passwordOf('ada') })
    await visitor.submit('/settings', { ...change, current: passwordOf('ada') }, '/settings/password')
    expect((await visitor.client.get('/settings')).status).toBe(200)
    expect((await elsewhere.client.get('/settings')).status).toBe(303)
    const again = await new Visitor(app).submit('/login', { username: 'ada', password: change.password })
    expect(again.status).toBe(303)
  })
})
