import { App, redirect, respond } from '@micro/core'
import { cspNonce, SecurityHeaders, type SecurityHeadersOptions } from '@micro/core/extensions'
import { inMemory, testClient } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from '../matrix.ts'

const PLAIN =
  "frame-ancestors 'self'; default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"

const USUAL = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
}

describe('security headers at set-up', () => {
  it.each([
    { policy: { 'img-src': ["'self'; script-src *"] } },
    { policy: { 'img src': ["'self'"] } },
    { policy: { 'img-src': "'self'" } },
    { frames: 'everybody' },
    { referrerPolicy: 'a\nb' },
    { hsts: -1 },
  ])('refuse %o', (options: object) => {
    expect(() => new App().register(new SecurityHeaders(), options)).toThrow('EXTENSION_OPTIONS')
  })
})

describeMatrix('security headers', (bench) => {
  const use = (options: Partial<SecurityHeadersOptions> = {}): void => {
    bench().app.register(new SecurityHeaders(options))
  }

  it('§2.15: are on every reply: pages, JSON, streams, redirects, 304, 404, 405, 500', async () => {
    use()
    const { app } = bench()
    app.get('/page', () => 'page')
    app.get('/json', () => ({ a: 1 }))
    app.get('/bytes', () => new Uint8Array(2))
    app.get('/stream', function* () {
      yield 'a'
    })
    app.get('/moved', () => redirect('/page'))
    app.get('/same', () => respond(null, { status: 304 }))
    app.get('/empty', () => respond(null, { status: 204 }))
    app.get('/fails', () => {
      throw new TypeError('broken')
    })
    const paths = ['/page', '/json', '/bytes', '/stream', '/moved', '/same', '/empty', '/none', '/fails']
    const said = await Promise.all(paths.map((path) => bench().fetch(path)))
    expect(said.map(({ status }) => status)).toEqual([200, 200, 200, 200, 303, 304, 204, 404, 500])
    for (const { status, headers } of said) {
      expect(Object.fromEntries(headers)).toMatchObject(USUAL)
      expect(headers.get('content-security-policy')).toBe(status === 304 ? null : PLAIN)
      expect(headers.has('x-powered-by')).toBe(false)
      expect(headers.has('strict-transport-security')).toBe(false)
    }
    expect((await bench().fetch('/page', { method: 'DELETE' })).headers.get('x-frame-options')).toBe(
      'SAMEORIGIN',
    )
    bench().errors.length = 0
  })

  it('give way to what a reply says itself', async () => {
    use()
    bench().app.get('/', () =>
      respond('page', {
        headers: { 'content-security-policy': "default-src 'none'", 'x-frame-options': 'DENY' },
      }),
    )
    const { headers } = await bench().fetch('/')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'")
    expect(headers.get('x-frame-options')).toBe('DENY')
  })

  it('can be switched off, each of them', async () => {
    use({ noSniff: false, frames: 'any', referrerPolicy: false, openerPolicy: false, policy: false })
    bench().app.get('/', () => 'page')
    const names = [...(await bench().fetch('/')).headers.keys()]
    for (const name of [...Object.keys(USUAL), 'content-security-policy']) expect(names).not.toContain(name)
  })

  it('keep pages out of all frames, and report only', async () => {
    use({ frames: 'none', policy: { 'img-src': ['*'], 'upgrade-insecure-requests': [] }, reportOnly: true })
    bench().app.get('/', () => 'page')
    const { headers } = await bench().fetch('/')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.has('content-security-policy')).toBe(false)
    expect(headers.get('content-security-policy-report-only')).toBe(
      "frame-ancestors 'none'; img-src *; upgrade-insecure-requests",
    )
  })

  it('allow the nonce of the request, another for each', async () => {
    use()
    bench().app.get('/', () => ({ first: cspNonce(), second: cspNonce() }))
    const nonces = new Set<string>()
    for (let i = 0; i < 3; i++) {
      const response = await bench().fetch('/')
      const { first, second } = Object(await response.json())
      expect(second).toBe(first)
      expect(first).toMatch(/^[\w+/]{22}==$/)
      expect(response.headers.get('content-security-policy')).toContain(
        `script-src 'self' 'nonce-${first}'; style-src 'self' 'nonce-${first}'`,
      )
      nonces.add(first)
    }
    expect(nonces.size).toBe(3)
  })

  it('leave the policy of a kept page alone where it has a nonce, and repeat one that has none', async () => {
    use({ policy: { 'default-src': ["'none'"] } })
    bench().app.get('/', () => respond(null, { status: 304 }))
    expect((await bench().fetch('/')).headers.get('content-security-policy')).toBe(
      "frame-ancestors 'self'; default-src 'none'",
    )
  })

  it('give the nonce to templates', () => {
    use()
    expect(bench().app.templates.globals.get('csp_nonce')).toBe(cspNonce)
  })
})

async function transportSecurity(
  scheme: string,
  options: Partial<SecurityHeadersOptions>,
): Promise<string | null> {
  await using app = new App()
  app.register(new SecurityHeaders(options))
  app.get('/', () => 'page')
  const client = testClient(app, { transport: inMemory(app, `${scheme}://shop.test`) })
  return (await client.get('/')).headers.get('strict-transport-security')
}

describe('strict transport security', () => {
  it('is said over https, and never over http', async () => {
    expect(await transportSecurity('https', {})).toBe('max-age=31536000')
    expect(await transportSecurity('https', { hsts: 60, hstsSubdomains: true })).toBe(
      'max-age=60; includeSubDomains',
    )
    expect(await transportSecurity('https', { hsts: 0 })).toBeNull()
    expect(await transportSecurity('http', {})).toBeNull()
  })
})
