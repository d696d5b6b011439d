import { App, type LogFields, type Logger } from '@micro/core'
import { RequestId, RequestLog, type RequestLogOptions } from '@micro/core/extensions'
import { testClient } from '@micro/core/testing'
import { describe, expect, it, vi } from 'vitest'
import { rawInMemory } from '../raw.ts'

interface Line {
  readonly level: string
  readonly fields: LogFields
  readonly message: string
}

function setUp(options: Partial<RequestLogOptions> = {}): { readonly app: App; readonly lines: Line[] } {
  const lines: Line[] = []
  const write = (level: string) => (fields: LogFields, message: string) =>
    void lines.push({ level, fields, message })
  const logger: Logger = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  }
  const app = new App({ logger })
  app.register(new RequestLog(options))
  app.get('/', () => 'all')
  return { app, lines }
}

describe('the request log', () => {
  it('has one line for each request, with what was asked, what came of it, and how long it took', async () => {
    const { app, lines } = setUp()
    await testClient(app).get('/?page=2')
    expect(lines).toEqual([
      {
        level: 'info',
        fields: { method: 'GET', path: '/', query: 'page=2', status: 200, ms: expect.any(Number) },
        message: 'GET / 200',
      },
    ])
  })

  it('has the id of the request, which the client got too', async () => {
    const { app, lines } = setUp()
    app.register(new RequestId())
    const response = await testClient(app).get('/')
    expect(lines[0]?.fields).toMatchObject({ id: response.headers.get('x-request-id') })
  })

  it('has errors, preflights, and requests that were refused at the door', async () => {
    const { app, lines } = setUp({ level: 'debug' })
    app.get('/fails', () => {
      throw new TypeError('broken')
    })
    const client = testClient(app, { raiseErrors: false })
    await client.get('/fails')
    await client.get('/none')
    await client.options('/')
    await rawInMemory(app, '/%zz\n?token=s3cret', {})
    const written = lines.filter(({ level }) => level === 'debug').map(({ message }) => message)
    expect(written).toEqual(['GET /fails 500', 'GET /none 404', 'OPTIONS / 204', 'GET /%zz%0A 400'])
  })

  it('has the status that the extensions after it leave, when their hooks change it', async () => {
    const { app, lines } = setUp()
    app.beforeSend((reply) => {
      reply.status = 202
    })
    await testClient(app).get('/')
    expect(lines[0]?.fields['status']).toBe(202)
  })

  it('counts the time until the last byte of a stream', async () => {
    const { app, lines } = setUp()
    app.get('/slow', async function* () {
      yield 'a'
      await new Promise((resolve) => setTimeout(resolve, 60))
      yield 'b'
    })
    await testClient(app).get('/slow')
    expect(lines[0]?.fields['ms']).toBeGreaterThan(50)
  })

  it('leaves out endpoints that it is told to', async () => {
    const { app, lines } = setUp({ skip: ['quiet'] })
    app.get('/quiet', { endpoint: 'quiet' }, () => 'hush')
    await testClient(app).get('/quiet')
    expect(lines).toEqual([])
  })

  it('X10: hides what a query says of secrets, and never writes fields, cookies or bodies', async () => {
    const { app, lines } = setUp()
    app.route('/', { methods: ['POST'] }, () => 'done')
    await testClient(app).post(
      '/?token=s3cret&access_token=s3cret&resetToken=s3cret&API-Key=s3cret&PASSWORD=s3cret&%74oken=s3cret&X-Amz-Signature=s3cret&monkey=1&tokens=2&code=',
      {
        headers: { authorization: 'Bearer s3cret', cookie: 'session=s3cret', 'user-agent': 's3cret' },
        body: 's3cret',
      },
    )
    expect(JSON.stringify(lines)).not.toContain('s3cret')
    expect(lines[0]?.fields['query']).toBe(
      'token=REDACTED&access_token=REDACTED&resetToken=REDACTED&API-Key=REDACTED&PASSWORD=REDACTED&token=REDACTED&X-Amz-Signature=REDACTED&monkey=1&tokens=2&code=',
    )
  })

  it('X10: hides the words that the app names', async () => {
    const { app, lines } = setUp({ secrets: ['iban'] })
    await testClient(app).get('/?user_iban=DE1&token=2')
    expect(lines[0]?.fields['query']).toBe('user_iban=REDACTED&token=2')
  })

  it('X09: stays one line of visible ASCII, whatever the path and the query hold', async () => {
    const { app, lines } = setUp()
    const nasty = '%0d%0aINFO%20app:%20forged%1b%5b2J%e2%80%a8%c2%85%e2%80%aex'
    await testClient(app).get(`/${nasty}?q=${nasty}&${nasty}=1`)
    const [line] = lines
    expect(line?.message).toMatch(/^[\x20-\x7e]+$/)
    expect(JSON.stringify(line?.fields)).toMatch(/^[\x20-\x7e]+$/)
  })

  it('X09: is cut where a path or a query is very long', async () => {
    const { app, lines } = setUp()
    await testClient(app).get(`/${'a'.repeat(4000)}?${'q=1&'.repeat(900)}`)
    const [line] = lines
    expect(line?.fields['status']).toBe(404)
    expect(line?.fields['path']).toHaveLength(2000)
    expect(line?.fields['query']).toHaveLength(2000)
    expect(line?.message.length).toBeLessThan(2020)
    expect(JSON.stringify(line).length).toBeLessThan(8000)
  })

  it('X09: is one line of the logger that an app has by itself', async () => {
    const written: string[] = []
    const spy = vi.spyOn(console, 'error').mockImplementation((line: string) => void written.push(line))
    try {
      await using app = new App({ name: 'shop' })
      app.register(new RequestLog())
      await testClient(app).get('/a%0ab')
    } finally {
      spy.mockRestore()
    }
    expect(written).toHaveLength(1)
    expect(written[0]).toMatch(/^INFO shop: GET \/a%0Ab 404 \{.*"status":404.*\}$/)
  })
})
