import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Blueprint, urlFor } from '@micro/core'
import { afterAll, describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

const root = mkdtempSync(join(tmpdir(), 'micro-static-'))
mkdirSync(join(root, 'static/sub'), { recursive: true })
mkdirSync(join(root, 'static-private'))
writeFileSync(join(root, 'static/a.txt'), 'hello world')
writeFileSync(join(root, 'static/empty.css'), '')
writeFileSync(join(root, 'static/.env'), 'SECRET=1')
writeFileSync(join(root, 'static/sub/b.txt'), 'below')
writeFileSync(join(root, 'static/a b\u20ac.txt'), 'odd name')
writeFileSync(join(root, 'static-private/c.txt'), 'private')
symlinkSync('/etc', join(root, 'static/out'))
symlinkSync('sub', join(root, 'static/in'))
afterAll(() => rmSync(root, { recursive: true }))

describeMatrix(
  'static files',
  (bench) => {
    const get = async (
      path: string,
      headers: Record<string, string> = {},
    ): Promise<{ status: number; headers: Headers; body: string }> => {
      const response = await bench().fetch(path, { headers })
      return { status: response.status, headers: response.headers, body: await response.text() }
    }

    it('are sent with their type, length and what caches need', async () => {
      const { status, headers, body } = await get('/static/a.txt')
      expect([status, body]).toEqual([200, 'hello world'])
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'text/plain; charset=utf-8',
        'content-length': '11',
        'accept-ranges': 'bytes',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
        etag: expect.stringMatching(/^"[^"]+"$/),
        'last-modified': expect.stringMatching(/GMT$/),
      })
    })

    it('answer HEAD with the length of the file', async () => {
      const response = await bench().fetch('/static/a.txt', { method: 'HEAD' })
      expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
        200,
        '11',
        '',
      ])
    })

    it('may be empty', async () => {
      const { status, headers, body } = await get('/static/empty.css')
      expect([status, headers.get('content-length'), body]).toEqual([200, '0', ''])
    })

    it('may be in folders, and behind links that stay inside', async () => {
      expect([(await get('/static/sub/b.txt')).body, (await get('/static/in/b.txt')).body]).toEqual([
        'below',
        'below',
      ])
    })

    it('may have any name', async () => {
      expect((await get('/static/a%20b%E2%82%AC.txt')).body).toBe('odd name')
    })

    it('have URLs by the endpoint static', async () => {
      bench().app.get('/', () => urlFor('static', { filename: 'sub/b.txt' }))
      expect((await get('/')).body).toBe('/static/sub/b.txt')
    })

    it.each(['POST', 'PUT', 'DELETE'])('answer %s with 405', async (method) => {
      expect((await bench().fetch('/static/a.txt', { method })).status).toBe(405)
    })

    it.each([
      '/static/none.txt',
      '/static/',
      '/static/sub',
      '/static/sub/',
      '/static/a.txt/',
      '/static/.env',
      '/static/out/passwd',
      '/static/../static-private/c.txt',
      '/static/..%2fstatic-private/c.txt',
      '/static/%2e%2e/static-private/c.txt',
      '/static/..%5cstatic-private%5cc.txt',
      '/static/....//static-private/c.txt',
      '/static-private/c.txt',
      '/static//etc/passwd',
      '/static/%2fetc/passwd',
      '/static/sub/../a.txt',
      '/static/A.TXT',
    ])('H: answer %s with 404 or a redirect to nothing else', async (target) => {
      const { status, body } = await bench().raw(target)
      expect([308, 404]).toContain(status)
      expect(body).not.toMatch(/private|SECRET|root:|hello/)
    })

    it('refuse a name with NUL', async () => {
      expect((await bench().raw('/static/a.txt%00')).status).toBe(400)
    })

    it('are not sent again to a client that has them', async () => {
      const { headers } = await get('/static/a.txt')
      for (const condition of [
        { 'if-none-match': headers.get('etag') ?? '' },
        { 'if-modified-since': headers.get('last-modified') ?? '' },
      ]) {
        const again = await get('/static/a.txt', condition)
        expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', headers.get('etag')])
      }
    })

    it('are sent again when they are others', async () => {
      expect((await get('/static/a.txt', { 'if-none-match': '"other"' })).status).toBe(200)
      expect(
        (await get('/static/a.txt', { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' })).status,
      ).toBe(200)
    })

    it('answer 412 when they are not what the client expects', async () => {
      expect((await get('/static/a.txt', { 'if-match': '"other"' })).status).toBe(412)
      expect(
        (await get('/static/a.txt', { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' })).status,
      ).toBe(412)
    })

    it.each([
      ['bytes=0-0', 'h', 'bytes 0-0/11'],
      ['bytes=0-4', 'hello', 'bytes 0-4/11'],
      ['bytes=6-', 'world', 'bytes 6-10/11'],
      ['bytes=-5', 'world', 'bytes 6-10/11'],
      ['bytes=6-999', 'world', 'bytes 6-10/11'],
    ])('H15: send the range %s', async (range, body, contentRange) => {
      const got = await get('/static/a.txt', { range })
      expect([
        got.status,
        got.body,
        got.headers.get('content-range'),
        got.headers.get('content-length'),
      ]).toEqual([206, body, contentRange, String(body.length)])
    })

    it.each(['bytes=99-', 'bytes=5-2', 'bytes=99999999999999999999-'])(
      'H15: answer 416 to the range %s, and say how long they are',
      async (range) => {
        const { status, headers } = await get('/static/a.txt', { range })
        expect([status, headers.get('content-range')]).toEqual([416, 'bytes */11'])
      },
    )

    it.each(['bytes=x', 'lines=1-2', 'bytes=', '', 'bytes=0-1,3-4'])(
      'H15: ignore the range "%s" and send the whole',
      async (range) => {
        expect((await get('/static/a.txt', { range })).status).toBe(200)
      },
    )

    it('send a range only of the file that the client began with', async () => {
      const { headers } = await get('/static/a.txt')
      const range = 'bytes=0-4'
      expect((await get('/static/a.txt', { range, 'if-range': headers.get('etag') ?? '' })).status).toBe(206)
      expect((await get('/static/a.txt', { range, 'if-range': '"other"' })).status).toBe(200)
    })

    it('go through the hooks of the app', async () => {
      bench().app.beforeRequest((c) => (c.endpoint === 'static' ? 'guarded' : undefined))
      expect((await get('/static/a.txt')).body).toBe('guarded')
    })

    it('of a blueprint have URLs by the endpoint .static in its requests', async () => {
      const shop = new Blueprint('shop', { urlPrefix: '/shop', rootPath: root, staticFolder: 'static' })
      shop.get('/', { endpoint: 'home' }, () => [
        urlFor('.static', { filename: 'a.txt' }),
        urlFor('static', { filename: 'a.txt' }),
      ])
      bench().app.register(shop)
      bench().app.register(shop, { name: 'again', urlPrefix: '/again' })
      expect(JSON.parse((await get('/again/')).body)).toEqual(['/again/static/a.txt', '/static/a.txt'])
      expect((await get('/again/static/a.txt')).body).toBe('hello world')
    })

    it('of a blueprint are below its prefix, under its name', async () => {
      bench().app.register(
        new Blueprint('bp', {
          urlPrefix: '/bp',
          rootPath: join(root, 'static'),
          staticFolder: 'sub',
          staticUrlPath: '/files',
        }),
      )
      bench().app.get('/', () => urlFor('bp.static', { filename: 'b.txt' }))
      expect([(await get('/bp/files/b.txt')).body, (await get('/')).body]).toEqual([
        'below',
        '/bp/files/b.txt',
      ])
    })
  },
  { rootPath: root },
)

const paths = (app: App): string[] => app.routes().map(({ path }) => path)

describe('static folders', () => {
  it('are beside rootPath, and not there without one', () => {
    expect([paths(new App({ rootPath: root })), paths(new App())]).toEqual([['/static/<path:filename>'], []])
  })

  it('may be switched off, or be elsewhere', () => {
    expect(paths(new App({ rootPath: root, staticFolder: false }))).toEqual([])
    expect(paths(new App({ staticFolder: root, staticUrlPath: '/assets/' }))).toEqual([
      '/assets/<path:filename>',
    ])
  })

  it('need a rootPath when they are relative', () => {
    expect(() => new App({ staticFolder: 'files' })).toThrow(
      expect.objectContaining({ code: 'ROOT_PATH_MISSING' }),
    )
  })
})
