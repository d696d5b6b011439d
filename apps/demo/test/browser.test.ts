import type { App, Listener } from '@micro/core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findChromium, launch } from './chromium.ts'
import { openBlog, passwordOf } from './open-blog.ts'

const chromium = findChromium()

describe.skipIf(chromium === undefined)('in a browser', { timeout: 30_000 }, () => {
  let browser: Browser
  let app: App
  let listener: Listener
  const contexts: BrowserContext[] = []

  beforeAll(async () => {
    browser = await launch(chromium ?? '')
  }, 30_000)
  afterAll(() => browser.close())

  beforeEach(async () => {
    app = openBlog({ sessions: { secure: false } })
    listener = await app.listen({ port: 0 })
  })
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()))
    await listener.close()
    await app.stop()
  })

  /** A browser of somebody new. Whatever a page says on its console or in a dialog is remembered. */
  async function visit(options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await browser.newContext({ baseURL: listener.url, ...options })
    contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    const alarms: string[] = []
    page.on('dialog', (dialog) => {
      alarms.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('console', (message) => alarms.push(`console: ${message.text()}`))
    page.on('pageerror', (error) => alarms.push(`error: ${error.message}`))
    return { page, alarms }
  }

  it('lets somebody join, write, and see the flash once', async () => {
    const { page, alarms } = await visit()
    await join(page, 'ada')
    expect(await page.getByRole('status').textContent()).toBe('Welcome aboard, Ada.')
    await publish(page, 'Tides', 'They *come* and go.')
    expect(await page.getByRole('status').textContent()).toBe('Your post is out.')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Tides')
    expect(await page.locator('.prose em').textContent()).toBe('come')
    await page.reload()
    expect(await page.getByRole('status').count()).toBe(0)
    expect(alarms).toEqual([])
  })

  it('refuses to let somebody edit the post of another', async () => {
    const { page } = await visit()
    await join(page, 'ada')
    await publish(page, 'Mine', 'All mine.')
    const address = page.url()
    await page.getByRole('button', { name: 'Log out' }).click()
    await join(page, 'grace')
    await page.goto(address)
    expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0)
    const response = await page.goto(`${address}/edit`)
    expect(response?.status()).toBe(403)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('That is not yours to change.')
  })

  it('shows errors beside their fields, says them to a screen reader and keeps what was typed', async () => {
    const { page } = await visit()
    await join(page, 'ada')
    await publish(page, '', 'Half a thought')
    const title = page.getByLabel('Title')
    expect(await title.getAttribute('aria-invalid')).toBe('true')
    const error = page.locator(`#${await title.getAttribute('aria-describedby')}`)
    expect(await error.textContent()).toBe('Give the post a title.')
    expect(await page.getByLabel('Text').inputValue()).toBe('Half a thought')
  })

  it('shows an attack as text', async () => {
    const { page, alarms } = await visit()
    const attack = '<script>alert(1)</script><img src=x onerror=alert(2)>'
    await join(page, 'ada')
    await publish(page, attack, `${attack}\n\n[x](javascript:alert(3))`)
    await page.getByLabel('Add a comment').fill(attack)
    await page.getByRole('button', { name: 'Comment' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(attack)
    expect(await page.locator('.comment-body').textContent()).toBe(attack)
    expect(await page.locator('.prose').textContent()).toContain('<script>alert(1)</script>')
    expect(await page.locator('script').count()).toBe(0)
    for (const path of ['/', '/authors/ada', '/search?q=script']) await page.goto(path)
    expect(alarms.filter((alarm) => !alarm.includes('404'))).toEqual([])
  })

  it('works without JavaScript', async () => {
    const { page } = await visit({ javaScriptEnabled: false })
    await join(page, 'ada')
    await publish(page, 'Plain', 'No script was run.')
    await page.getByLabel('Add a comment').fill('Nor here')
    await page.getByRole('button', { name: 'Comment' }).click()
    expect(await page.locator('.comment-body').textContent()).toBe('Nor here')
    await page.getByRole('button', { name: 'Log out' }).click()
    await logIn(page, 'ada')
    expect(await page.getByRole('status').textContent()).toBe('Hello again, Ada.')
  })

  it('fits on a phone, however wide what was written is', async () => {
    const { page } = await visit({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true })
    await join(page, 'ada')
    const row = `| ${'wide '.repeat(20)} `.repeat(6)
    const table = `${row}|\n${'|---'.repeat(6)}|\n${row}|`
    await publish(
      page,
      'W'.repeat(100),
      `${'w'.repeat(300)}\n\n\`\`\`\n${'c'.repeat(300)}\n\`\`\`\n\n${table}`,
    )
    const address = page.url()
    for (const path of [
      address,
      '/',
      '/tags',
      '/authors/ada',
      '/posts/new',
      '/settings',
      '/login',
      '/nowhere',
    ]) {
      await page.goto(path)
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect({ path, overflow }).toEqual({ path, overflow: 0 })
    }
  })

  it('can be used by keyboard: the first stop skips the navigation', async () => {
    const { page } = await visit()
    await page.goto('/')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
  })

  it('has a feed that a parser takes', async () => {
    const { page } = await visit()
    await join(page, 'ada')
    await publish(page, '<b>&amp; "]]>', '<script>x</script> & more')
    const feed = await (await page.request.get('/feed.atom')).text()
    await page.evaluate(`xml = new DOMParser().parseFromString(${JSON.stringify(feed)}, 'application/xml')`)
    expect(await page.evaluate("xml.querySelectorAll('parsererror').length")).toBe(0)
    expect(await page.evaluate("xml.querySelector('entry > title').textContent")).toBe('<b>&amp; "]]>')
    expect(await page.evaluate("xml.querySelector('entry > id').textContent")).toBe(page.url())
  })
})

interface Visit {
  readonly page: Page
  /** Dialogs, console lines and errors of the page. */
  readonly alarms: readonly string[]
}

async function join(page: Page, username: string): Promise<void> {
  await page.goto('/register')
  await page.getByLabel('Name', { exact: true }).fill(username.charAt(0).toUpperCase() + username.slice(1))
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(passwordOf(username))
  await page.getByLabel('The same password again').fill(passwordOf(username))
  await page.getByRole('main').getByRole('button', { name: 'Join' }).click()
}

async function logIn(page: Page, username: string): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password').fill(passwordOf(username))
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
}

async function publish(page: Page, title: string, body: string): Promise<void> {
  await page.goto('/posts/new')
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Text').fill(body)
  await page.getByRole('button', { name: 'Publish' }).click()
}
