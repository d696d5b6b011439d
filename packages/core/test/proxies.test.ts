import { App, type Context, redirect, urlFor } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

const HERE = { peers: ['127.0.0.1'] }

/** All that a proxy can change about a request. */
function seen({ request }: Pick<Context, 'request'>): object {
  const { ip, peer, scheme, host, prefix, url, isSecure } = request
  return { ip, peer, scheme, host, prefix, url, isSecure }
}

describeMatrix('requests behind a proxy', (bench) => {
  const ask = async (
    headers: Readonly<Record<string, string>>,
    target = '/x',
  ): Promise<Record<string, unknown>> => {
    const { status, body } = await bench().raw(target, { headers })
    return status === 200 ? JSON.parse(body) : { status }
  }
  const trusting = (settings: Readonly<Record<string, unknown>>): App => {
    bench().app.config.fromObject(settings)
    bench().app.get('/x', seen)
    return bench().app
  }
  const LIES = {
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'evil.test',
    'x-forwarded-prefix': '/evil',
    'x-real-ip': '6.6.6.6',
    forwarded: 'for=6.6.6.6;proto=https;host=evil.test',
  }
  const PLAIN = { ip: '127.0.0.1', peer: '127.0.0.1', scheme: 'http', host: 'localhost', prefix: '' }

  it('B07: believe none of its fields when no proxy is trusted', async () => {
    trusting({})
    expect(await ask(LIES)).toEqual({ ...PLAIN, url: 'http://localhost/x', isSecure: false })
  })

  it('B08: believe none of its fields when another one is trusted', async () => {
    trusting({ trustedProxies: { peers: ['10.0.0.1', '192.168.0.0/16'], host: 1, prefix: 1 } })
    expect(await ask(LIES)).toEqual({ ...PLAIN, url: 'http://localhost/x', isSecure: false })
  })

  it('B09: take the last scheme of several from one trusted proxy', async () => {
    trusting({ trustedProxies: HERE })
    expect(await ask({ 'x-forwarded-proto': 'https, http' })).toMatchObject({ scheme: 'http' })
    expect(await ask({ 'x-forwarded-proto': 'http, http, https' })).toMatchObject({ scheme: 'https' })
    expect(await ask({ 'x-forwarded-proto': 'javascript' })).toMatchObject({ scheme: 'http' })
  })

  it('B10: take the address that the proxy added, not those that the client sent', async () => {
    trusting({ trustedProxies: HERE })
    expect((await ask({ 'x-forwarded-for': '6.6.6.6, 1.2.3.4' }))['ip']).toBe('1.2.3.4')
  })

  it('B10: take the address by two proxies, and none when only one was on the way', async () => {
    trusting({ trustedProxies: { ...HERE, for: 2 } })
    const fields = { 'x-forwarded-for': '6.6.6.6, 1.2.3.4, 10.0.0.1' }
    expect((await ask(fields))['ip']).toBe('1.2.3.4')
    expect((await ask({ 'x-forwarded-for': '1.2.3.4' }))['ip']).toBe('127.0.0.1')
  })

  it('B10: keep the address of the connection as peer', async () => {
    trusting({ trustedProxies: HERE })
    expect((await ask({ 'x-forwarded-for': '1.2.3.4' }))['peer']).toBe('127.0.0.1')
  })

  it.each([
    ['::ffff:127.0.0.9', '127.0.0.9'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['[2001:DB8::1]:80', '2001:db8::1'],
    ['1.2.3.4:80', '1.2.3.4'],
    ['unknown', '127.0.0.1'],
    ['999.1.1.1', '127.0.0.1'],
    [', ,', '127.0.0.1'],
    ['9'.repeat(8000), '127.0.0.1'],
  ])('B11: give the canonical form of %.20s, or the proxy itself', async (text, ip) => {
    trusting({ trustedProxies: HERE })
    expect((await ask({ 'x-forwarded-for': text }))['ip']).toBe(ip)
  })

  it.each(['//evil', '/../', '/a/../b', '/a b', 'evil', '/\\evil', '/'])(
    'B12: ignore the prefix %s',
    async (prefix) => {
      trusting({ trustedProxies: { ...HERE, prefix: 1 } })
      bench().app.get('/url', () => urlFor('x'))
      bench().app.get('/target', { endpoint: 'x' }, () => 'x')
      expect((await ask({ 'x-forwarded-prefix': prefix }))['prefix']).toBe('')
      const { body } = await bench().raw('/url', { headers: { 'x-forwarded-prefix': prefix } })
      expect(body).toBe('/target')
    },
  )

  it('put the prefix before URLs, whole addresses and redirects', async () => {
    const app = trusting({ trustedHosts: ['localhost'], trustedProxies: { ...HERE, prefix: 1 } })
    app.get('/urls/', { endpoint: 'urls' }, () => [urlFor('urls'), urlFor('urls', {}, { external: true })])
    app.get('/away', () => redirect(urlFor('urls')))
    const headers = { 'x-forwarded-prefix': '/shop', 'x-forwarded-proto': 'https' }
    expect(JSON.parse((await bench().raw('/urls/', { headers })).body)).toEqual([
      '/shop/urls/',
      'https://localhost/shop/urls/',
    ])
    expect((await bench().raw('/urls', { headers })).headers.get('location')).toBe('/shop/urls/')
    expect((await bench().raw('/away', { headers })).headers.get('location')).toBe('/shop/urls/')
    expect((await ask(headers))['url']).toBe('https://localhost/shop/x')
  })

  it('take the prefix in the place of applicationRoot, never both', async () => {
    trusting({ applicationRoot: '/root/', trustedProxies: { ...HERE, prefix: 1 } })
    expect((await ask({ 'x-forwarded-prefix': '/root' }))['url']).toBe('http://localhost/root/x')
    expect((await ask({}))['url']).toBe('http://localhost/root/x')
  })

  it('take scheme and host from a proxy that is trusted with them', async () => {
    trusting({ trustedProxies: { ...HERE, host: 1 } })
    const fields = { 'x-forwarded-host': 'Example.com:443', 'x-forwarded-proto': 'https' }
    expect(await ask({ ...fields, host: 'backend' })).toMatchObject({
      host: 'example.com',
      url: 'https://example.com/x',
      isSecure: true,
    })
  })

  it('do not take the host from a proxy that is not trusted with it', async () => {
    trusting({ trustedProxies: HERE })
    expect((await ask({ 'x-forwarded-host': 'evil.test' }))['host']).toBe('localhost')
  })

  it('B05: refuse a host of the proxy that is not one of the trusted', async () => {
    trusting({ trustedHosts: ['example.com'], trustedProxies: { ...HERE, host: 1 } })
    expect(await ask({ host: 'example.com', 'x-forwarded-host': 'evil.test' })).toEqual({ status: 400 })
    expect((await ask({ host: 'backend', 'x-forwarded-host': 'example.com' }))['host']).toBe('example.com')
    expect(await ask({ host: 'backend' })).toEqual({ status: 400 })
  })

  it('B06: make no whole address of a host that a proxy passed on, without trusted hosts', async () => {
    const app = trusting({ trustedProxies: { ...HERE, host: 1 } })
    app.get('/mail', { endpoint: 'mail' }, () => urlFor('mail', {}, { external: true }))
    expect((await bench().raw('/mail', { headers: { 'x-forwarded-host': 'evil.test' } })).status).toBe(500)
    expect(bench().errors.splice(0)).toMatchObject([{ err: { code: 'URL_EXTERNAL' } }])
  })

  it('read the Forwarded field alone where that is said', async () => {
    trusting({ trustedProxies: { ...HERE, host: 1, header: 'forwarded' } })
    const forwarded = 'for=6.6.6.6, for="[2001:db8::7]:4711";proto=https;host=example.com'
    expect(await ask({ forwarded, 'x-forwarded-for': '9.9.9.9' })).toMatchObject({
      ip: '2001:db8::7',
      url: 'https://example.com/x',
    })
  })

  it('know the client of a request that is refused', async () => {
    const ips: string[] = []
    trusting({ trustedHosts: ['example.com'], trustedProxies: HERE })
    bench().app.afterRequest((_, { request }) => void ips.push(request.ip))
    expect(await ask({ host: 'evil.test', 'x-forwarded-for': '1.2.3.4' })).toEqual({ status: 400 })
    expect(ips).toEqual(['1.2.3.4'])
  })
})

describe('trusted proxies', () => {
  it.each([
    ['PROXY_PEER', { peers: ['proxy.example.com'] }],
    ['PROXY_HOPS', { peers: ['10.0.0.1'], for: -1 }],
    ['CONFIG_VALUE', { peers: '10.0.0.1' }],
    ['CONFIG_VALUE', { peers: ['10.0.0.1'], header: 'Forwarded' }],
  ])('are checked when the app starts: %s', async (code, trustedProxies) => {
    const app = new App()
    app.config.fromObject({ trustedProxies })
    await expect(app.start()).rejects.toMatchObject({ code })
  })
})
