import { App, Blueprint, ContentTooLarge, MicroError } from '@micro/core'
import { Cors, type CorsOptions } from '@micro/core/extensions'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from '../matrix.ts'

const SHOP = 'https://a.test'

function preflight(method: string, fields?: string, origin: string = SHOP): Record<string, string> {
  return {
    origin,
    'access-control-request-method': method,
    ...(fields === undefined ? {} : { 'access-control-request-headers': fields }),
  }
}

function corsFields(headers: Headers): string[] {
  return [...headers.keys()].filter((name) => name.startsWith('access-control-'))
}

/** What is said of options that are refused. */
function refusal(options: object): unknown {
  try {
    new App().register(new Cors(), options)
  } catch (error) {
    return error instanceof MicroError ? error.message : error
  }
  return undefined
}

describe('CORS at set-up', () => {
  it('G02: refuses credentials for every origin', () => {
    expect(refusal({ origins: true, credentials: true })).toMatch(
      /EXTENSION_OPTIONS.*"credentials" cannot be true/,
    )
    expect(refusal({ origins: ['*'], credentials: true })).toMatch(/"origins" must be/)
    expect(refusal({ origins: [SHOP], credentials: true })).toBeUndefined()
  })

  it('G05: takes no pattern for an origin, so that none can be without an anchor', () => {
    expect(refusal({ origins: [/a\.test/] })).toMatch(/"origins" must be/)
    expect(refusal({ origins: /^https:\/\/a\.test$/ })).toMatch(/"origins" must be/)
  })

  it.each(['a.test', 'https://a.test/', 'https://a.test/x', 'HTTPS://A.test', 'null', 'https://a.test:443'])(
    'refuses %s, which no browser sends as an origin that should be allowed',
    (origin) => {
      expect(refusal({ origins: [origin] })).toMatch(/"origins" must be/)
    },
  )

  it('refuses names that are none, and paths without a slash', () => {
    expect(refusal({ methods: ['GET, PUT'] })).toMatch(/"methods" must be/)
    expect(refusal({ allowHeaders: ['*'] })).toMatch(/"allowHeaders" must be/)
    expect(refusal({ paths: ['api'] })).toMatch(/"paths" must be/)
  })
})

describeMatrix('CORS', (bench) => {
  const use = (options: Partial<CorsOptions>): void => {
    bench().app.register(new Cors(options))
    bench().app.get('/', () => 'all')
  }

  it('G01: where it is not registered, nothing is said, and a preflight is an OPTIONS like any other', async () => {
    bench().app.get('/', () => 'all')
    const response = await bench().fetch('/', { method: 'OPTIONS', headers: preflight('GET') })
    expect(response.status).toBe(204)
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
    expect(corsFields(response.headers)).toEqual([])
  })

  it.each(['https://a.test.evil', 'https://evil-a.test', 'null', 'https://A.TEST', 'https://a.test:444'])(
    'G03: does not take %s for https://a.test',
    async (origin) => {
      use({ origins: [SHOP] })
      const response = await bench().fetch('/', { headers: { origin } })
      expect(response.status).toBe(200)
      expect(corsFields(response.headers)).toEqual([])
      expect(response.headers.get('vary')).toBe('origin')
    },
  )

  it('G04: allows an origin of the list by its name, and varies by origin also where there is none', async () => {
    use({ origins: [SHOP, 'https://b.test'], credentials: true, exposeHeaders: ['x-total'] })
    const allowed = await bench().fetch('/', { headers: { origin: SHOP } })
    expect(allowed.headers.get('access-control-allow-origin')).toBe(SHOP)
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true')
    expect(allowed.headers.get('access-control-expose-headers')).toBe('x-total')
    expect(allowed.headers.get('vary')).toBe('origin')
    const none = await bench().fetch('/')
    expect(none.headers.get('vary')).toBe('origin')
    expect(corsFields(none.headers)).toEqual([])
  })

  it('allows every origin by `*` alone', async () => {
    use({ origins: true })
    const response = await bench().fetch('/', { headers: { origin: 'null' } })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
  })

  it('asks a function, which may take its time', async () => {
    use({ origins: async (origin, c) => origin.endsWith('.a.test') && c.request.path === '/' })
    const allowed = await bench().fetch('/', { headers: { origin: 'https://x.a.test' } })
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://x.a.test')
    const other = await bench().fetch('/', { headers: { origin: 'https://x.b.test' } })
    expect(other.headers.has('access-control-allow-origin')).toBe(false)
  })

  it('answers a preflight without asking the before hooks', async () => {
    use({ origins: [SHOP], maxAge: 60 })
    bench().app.beforeRequest(() => new Response('Log in', { status: 401 }))
    const response = await bench().fetch('/', { method: 'OPTIONS', headers: preflight('PUT', 'x-a') })
    expect(response.status).toBe(204)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': SHOP,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'x-a',
      'access-control-max-age': '60',
      vary: 'origin, access-control-request-headers',
    })
  })

  it('G06: names what a preflight may have, whatever it asked for', async () => {
    use({ origins: [SHOP], methods: ['GET'], allowHeaders: ['content-type'] })
    const response = await bench().fetch('/', { method: 'OPTIONS', headers: preflight('DELETE', 'x-evil') })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-methods')).toBe('GET')
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type')
  })

  it('says nothing to a preflight of an origin that is not allowed', async () => {
    use({ origins: [SHOP] })
    const headers = preflight('PUT', 'x-a', 'https://evil.test')
    const response = await bench().fetch('/', { method: 'OPTIONS', headers })
    expect(response.status).toBe(204)
    expect(corsFields(response.headers)).toEqual([])
  })

  it('G07: goes by the canonical path, as routes do', async () => {
    use({ origins: [SHOP], paths: ['/api/'] })
    bench().app.get('/api/x', () => 'api')
    bench().app.get('/private', () => 'private')
    bench().app.get('/apis', () => 'another')
    const asked = async (target: string): Promise<readonly [number, boolean]> => {
      const { status, headers } = await bench().raw(target, { headers: { origin: SHOP } })
      return [status, headers.has('access-control-allow-origin')]
    }
    expect(await asked('/api/x')).toEqual([200, true])
    expect(await asked('/%61pi/x')).toEqual([200, true])
    expect(await asked('/API/x')).toEqual([404, false])
    expect(await asked('//api/x')).not.toEqual([200, true])
    expect(await asked('/apis')).toEqual([200, false])
    expect(await asked('/private')).toEqual([200, false])
    expect((await asked('/api/../private'))[0]).toBe(404)
    expect((await asked('/api/%2e%2e/private'))[0]).toBe(404)
  })

  it('G08: does not open private networks', async () => {
    use({ origins: [SHOP] })
    const headers = { ...preflight('GET'), 'access-control-request-private-network': 'true' }
    const response = await bench().fetch('/', { method: 'OPTIONS', headers })
    expect(response.headers.has('access-control-allow-private-network')).toBe(false)
  })

  it('G09: echoes only names from a list, in linear time', async () => {
    use({ origins: [SHOP] })
    const fields = `X-A, x-a,, "quoted, x" , b@d,${' ,'.repeat(3500)} x-b`
    const begun = performance.now()
    const response = await bench().fetch('/', { method: 'OPTIONS', headers: preflight('GET', fields) })
    expect(performance.now() - begun).toBeLessThan(2000)
    expect(response.headers.get('access-control-allow-headers')).toBe('x-a, x-b')
  })

  it('G10: says the same of errors: 404, 413, 500', async () => {
    use({ origins: [SHOP] })
    bench().app.get('/large', () => {
      throw new ContentTooLarge()
    })
    bench().app.get('/fails', () => {
      throw new TypeError('broken')
    })
    for (const [path, status] of Object.entries({ '/none': 404, '/large': 413, '/fails': 500 })) {
      const response = await bench().fetch(path, { headers: { origin: SHOP } })
      expect(response.status).toBe(status)
      expect(response.headers.get('access-control-allow-origin')).toBe(SHOP)
      expect(response.headers.get('vary')).toMatch(/origin/)
    }
    bench().errors.length = 0
  })

  it('is for a blueprint by the path of it, preflights too', async () => {
    const api = new Blueprint('api', { urlPrefix: '/api' })
    api.get('/x', () => 'api')
    use({ origins: [SHOP], paths: ['/api'] })
    bench().app.register(api)
    const asked = await bench().fetch('/api/x', { method: 'OPTIONS', headers: preflight('GET') })
    expect(asked.headers.get('access-control-allow-origin')).toBe(SHOP)
    const other = await bench().fetch('/', { method: 'OPTIONS', headers: preflight('GET') })
    expect(corsFields(other.headers)).toEqual([])
  })

  it('leaves a reply alone that speaks for itself', async () => {
    use({ origins: [SHOP], credentials: true })
    bench().app.get('/open', () => new Response('all', { headers: { 'access-control-allow-origin': '*' } }))
    const response = await bench().fetch('/open', { headers: { origin: SHOP } })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
  })
})
