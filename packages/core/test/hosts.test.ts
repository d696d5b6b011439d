import { App, Blueprint, type Context, urlFor } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { bareSource } from './bare-source.ts'
import { describeMatrix } from './matrix.ts'

const both = (): string => urlFor('both')
const here = (c: Context): string => c.endpoint ?? 'nowhere'

describeMatrix('hosts and subdomains', (bench) => {
  const ask = async (host: string, target = '/'): Promise<string> => {
    const { status, body } = await bench().raw(target, { headers: { host, accept: 'text/plain' } })
    return status === 200 ? body : String(status)
  }
  const sited = (): App => {
    bench().app.config.fromObject({ serverName: 'example.com' })
    return bench().app
  }

  it('answers only the host that a route asks for, in any letter case', async () => {
    bench().app.get('/', { host: 'a.test', endpoint: 'a' }, () => 'a')
    bench().app.get('/', { endpoint: 'any' }, () => 'any')
    expect((await bench().raw('/', { headers: { host: 'A.test' } })).body).toBe('a')
    expect((await bench().raw('/', { headers: { host: 'b.test' } })).body).toBe('any')
  })

  it('gives the variables of a host', async () => {
    bench().app.get('/', { host: '<tenant>.example.com' }, ({ params }) => ({ ...params }))
    expect((await bench().raw('/', { headers: { host: 'acme.example.com' } })).body).toBe('{"tenant":"acme"}')
  })

  it('a host is compared with its port, but for the default one', async () => {
    bench().app.get('/', { host: 'a.test', endpoint: 'a' }, here)
    bench().app.get('/', { host: 'a.test:5000', endpoint: 'dev' }, here)
    expect([await ask('a.test'), await ask('a.test:80'), await ask('a.test:5000')]).toEqual(['a', 'a', 'dev'])
    expect(await ask('a.test:81')).toBe('404')
  })

  it('a host with the very text goes before one with variables', async () => {
    bench().app.get('/', { host: '<tenant>.test', endpoint: 'tenant' }, here)
    bench().app.get('/', { host: 'www.test', endpoint: 'www' }, here)
    expect([await ask('www.test'), await ask('acme.test')]).toEqual(['www', 'tenant'])
  })

  it('one path may be on several hosts', async () => {
    bench().app.get('/', { host: 'a.test', endpoint: 'a' }, here)
    bench().app.get('/', { host: 'b.test', endpoint: 'b' }, here)
    expect([await ask('a.test'), await ask('b.test')]).toEqual(['a', 'b'])
  })

  it('a subdomain is compared in any letter case, without the default port', async () => {
    sited().get('/', { subdomain: 'api', endpoint: 'api' }, here)
    bench().app.get('/', { endpoint: 'home' }, here)
    expect(await ask('API.Example.com:80')).toBe('api')
    expect(await ask('www.example.com')).toBe('home')
    expect(await ask('api.evil.test')).toBe('home')
  })

  it('a subdomain is one of serverName in any letter case', async () => {
    bench().app.config.fromObject({ serverName: 'Example.COM' })
    bench().app.get('/', { subdomain: 'api', endpoint: 'api' }, here)
    expect(await ask('api.example.com')).toBe('api')
  })

  it('a subdomain has variables, beside those of the path', async () => {
    sited().get('/<int:id>', { subdomain: '<tenant>' }, ({ params }) => ({ ...params }))
    expect(JSON.parse(await ask('acme.example.com', '/7'))).toEqual({ tenant: 'acme', id: 7 })
  })

  it('a path that only another subdomain has is 404, a method that only another has is not allowed', async () => {
    sited().get('/only', { subdomain: 'a', endpoint: 'a' }, here)
    bench().app.post('/both', { subdomain: 'b', endpoint: 'b' }, here)
    bench().app.get('/both', { subdomain: 'a', endpoint: 'both' }, here)
    expect(await ask('b.example.com', '/only')).toBe('404')
    const { status, headers } = await bench().raw('/both', { headers: { host: 'b.example.com' } })
    expect([status, headers.get('allow')]).toEqual([405, 'OPTIONS, POST'])
  })

  it('subdomains of nested blueprints are joined, and one that says none has that around it', async () => {
    const parent = new Blueprint('parent', { subdomain: 'example' })
    const child = new Blueprint('child', { subdomain: 'api' })
    const plain = new Blueprint('plain', { urlPrefix: '/plain' })
    child.get('/', { endpoint: 'x' }, here)
    plain.get('/', { endpoint: 'x' }, here)
    parent.register(child)
    parent.register(plain)
    sited().register(parent)
    expect(await ask('api.example.example.com')).toBe('parent.child.x')
    expect(await ask('example.example.com', '/plain/')).toBe('parent.plain.x')
    expect(await ask('example.com', '/plain/')).toBe('404')
  })

  it('the subdomain of a registration goes before that of the blueprint', async () => {
    const blueprint = new Blueprint('bp', { subdomain: 'own' })
    blueprint.get('/', { endpoint: 'x' }, here)
    sited().register(blueprint, { subdomain: 'given' })
    expect([await ask('given.example.com'), await ask('own.example.com')]).toEqual(['bp.x', '404'])
  })

  it('a route may ask for another subdomain than its blueprint', async () => {
    const blueprint = new Blueprint('bp', { subdomain: 'own' })
    blueprint.get('/', { endpoint: 'x', subdomain: 'other' }, here)
    sited().register(blueprint)
    expect([await ask('other.example.com'), await ask('own.example.com')]).toEqual(['bp.x', '404'])
  })

  it('a blueprint registered on several subdomains leads each to itself', async () => {
    const blueprint = new Blueprint('bp')
    const x = blueprint.get('/', { endpoint: 'x' }, (): object => ({ x: x.url(), y: urlFor('.y') }))
    blueprint.get('/y', { endpoint: 'y' }, here)
    sited().register(blueprint, { subdomain: 'a' })
    bench().app.register(blueprint, { name: 'second', subdomain: 'b' })
    expect(JSON.parse(await ask('b.example.com'))).toEqual({ x: '/', y: '/y' })
    expect(await ask('b.example.com', '/y')).toBe('second.y')
    expect(await ask('a.example.com', '/y')).toBe('bp.y')
  })

  it('a URL on the same subdomain is a path, on another one a whole address', async () => {
    const app = sited()
    app.get('/from', { subdomain: 'a', endpoint: 'from' }, () => [urlFor('same'), urlFor('other')])
    app.get('/x', { subdomain: 'a', endpoint: 'same' }, here)
    app.get('/x', { subdomain: 'b', endpoint: 'other' }, here)
    expect(JSON.parse(await ask('a.example.com', '/from'))).toEqual(['/x', 'http://b.example.com/x'])
  })

  it('a URL from a subdomain that routes ask for to a route of none is one of serverName', async () => {
    const app = sited()
    app.get('/', { subdomain: '<tenant>', endpoint: 'tenant' }, () => urlFor('home'))
    app.get('/', { endpoint: 'home' }, () => urlFor('home'))
    expect(await ask('acme.example.com')).toBe('http://example.com/')
    expect(await ask('example.com')).toBe('/')
  })

  it('a URL from a subdomain that no route asks for stays there', async () => {
    const app = sited()
    app.get('/', { endpoint: 'home' }, () => urlFor('home'))
    app.get('/', { subdomain: 'api', endpoint: 'api' }, here)
    expect(await ask('www.example.com')).toBe('/')
  })

  it('of several rules of an endpoint the one on the same host makes the URL', async () => {
    const app = sited()
    app.get('/one', { subdomain: 'a', endpoint: 'both' }, both)
    app.get('/two', { subdomain: 'b', endpoint: 'both' }, both)
    expect([await ask('a.example.com', '/one'), await ask('b.example.com', '/two')]).toEqual(['/one', '/two'])
  })

  it('a URL to another host is a whole address, filled in', async () => {
    bench().app.get('/', { host: 'a.test', endpoint: 'a' }, () => urlFor('b', { tenant: 'acme' }))
    bench().app.get('/x', { host: '<tenant>.b.test', endpoint: 'b' }, here)
    expect(await ask('a.test')).toBe('http://acme.b.test/x')
  })
})

describeMatrix('the host of a request', (bench) => {
  const hostOf = async (host: string, target = '/'): Promise<string | number> => {
    const { status, body } = await bench().raw(target, { headers: { host } })
    return status === 200 ? body : status
  }
  const trusting = (trustedHosts?: readonly string[]): void => {
    if (trustedHosts !== undefined) bench().app.config.fromObject({ trustedHosts })
    bench().app.get('/', ({ request }) => `<${request.host}>`)
  }

  it('B02: is not empty where there are trusted hosts', async () => {
    trusting(['.example.com'])
    expect(await hostOf('')).toBe(400)
  })

  it.each([
    'evil.com:fake@good.com',
    'good.com@evil',
    'a b',
    'a<x>',
    '[::1',
    'a:99999',
    'a:80:80',
    'good/admin?x=',
    'good#',
    'good\\admin',
  ])('B03, B04: is refused as %s', async (host) => {
    trusting()
    expect(await hostOf(host)).toBe(400)
  })

  it('B05: is one of the trusted hosts, in any letter case', async () => {
    trusting(['.example.com', 'a.test'])
    const refused = ['example.com.evil', 'evilexample.com', 'a.test.', '127.0.0.1', 'localhost', 'x.a.test']
    for (const host of refused) expect([host, await hostOf(host)]).toEqual([host, 400])
    for (const host of ['A.TEST', 'a.test:8080', 'x.y.example.com', 'example.com'])
      expect(await hostOf(host)).toBe(`<${host.toLowerCase()}>`)
  })

  it('B06: is not put into whole addresses when a stranger may have made it up', async () => {
    bench().app.get('/', () => urlFor('mail', {}, { external: true }))
    bench().app.get('/mail', { endpoint: 'mail' }, () => 'x')
    expect(await hostOf('evil.test')).toBe(500)
    expect(bench().errors.splice(0)).toMatchObject([{ err: { code: 'URL_EXTERNAL' } }])
  })

  it('B13: of a target in absolute form has to be that of the Host field', async () => {
    trusting()
    expect(await hostOf('a', 'http://evil/')).toBe(400)
    expect(await hostOf('a', 'http://A:80/')).toBe('<a>')
    expect(await hostOf('', 'http://evil/')).toBe(400)
  })

  it('B13: of a target in absolute form goes before the Host field where it is trusted', async () => {
    trusting(['a.test', 'b.test'])
    expect(await hostOf('b.test', 'http://a.test/')).toBe('<a.test>')
    expect(await hostOf('evil.test', 'http://a.test/')).toBe('<a.test>')
    expect(await hostOf('a.test', 'http://evil.test/')).toBe(400)
  })
})

describe('hosts and subdomains, in code', () => {
  it('B02: the host of a request may be empty', async () => {
    await using app = new App()
    app.get('/', ({ request }) => `<${request.host}>`)
    await app.start()
    let body: unknown
    await app.handle(bareSource(), (reply) => void (body = reply.body))
    expect(body).toBe('<>')
  })

  it('a subdomain without a serverName does not start', async () => {
    const app = new App()
    app.get('/', { subdomain: 'api' }, () => 'x')
    await expect(app.start()).rejects.toMatchObject({ code: 'SERVER_NAME_MISSING' })
  })

  it('hosts and subdomains in one app are refused', () => {
    const app = new App()
    app.get('/', { subdomain: 'api' }, () => 'x')
    expect(() => app.get('/', { endpoint: 'y', host: 'a.test' }, () => 'y')).toThrow(
      expect.objectContaining({ code: 'ROUTE_OPTIONS' }),
    )
  })

  it('one path twice on one host is refused', () => {
    const app = new App()
    app.get('/', { host: 'a.test', endpoint: 'one' }, () => 'x')
    expect(() => app.get('/', { host: 'A.test', endpoint: 'two' }, () => 'y')).toThrow(
      expect.objectContaining({ code: 'ROUTE_CONFLICT' }),
    )
  })
})
