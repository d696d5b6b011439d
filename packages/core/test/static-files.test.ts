import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { abort, App, Blueprint, urlFor } from '@micro/core'
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
symlinkSync('sub/b.txt', join(root, 'static/in.txt'))
symlinkSync('../static-private/c.txt', join(root, 'static/private.txt'))
symlinkSync('nowhere', join(root, 'static/broken'))
symlinkSync('/dev/zero', join(root, 'static/zero'))
mkdirSync(join(root, 'static/sub/.hidden'))
writeFileSync(join(root, 'static/sub/.hidden/x'), 'SECRET=2')
mkdirSync(join(root, 'static/.well-known'))
writeFileSync(join(root, 'static/.well-known/security.txt'), 'Contact: SECRET')
writeFileSync(join(root, 'static/.well-known/.x'), 'SECRET=3')
writeFileSync(join(root, 'static/noext'), '<script>1</script>')
mkdirSync(join(root, 'static/empty'))
execFileSync('mkfifo', [join(root, 'static/fifo')])
writeFileSync(join(root, 'app.ts'), 'SECRET=4')
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
      expect((await get('/')).body).toMatch(/^\/static\/sub\/b\.txt\?v=[\w-]{10}$/)
    })

    it.each(['POST', 'PUT', 'DELETE'])('answer %s with 405', async (method) => {
      expect((await bench().fetch('/static/a.txt', { method })).status).toBe(405)
    })

    // What is refused may also be redirected to its canonical path, which is then refused or allowed as any other.
    it.each([
      ['H01', '/static/../app.ts'],
      ['H01', '/static/..%2fapp.ts'],
      ['H01', '/static/%2e%2e/app.ts'],
      ['H01', '/static/.%2e/app.ts'],
      ['H01', '/static/..;/app.ts'],
      ['H01', '/static/....//app.ts'],
      ['H02', '/static/%252e%252e%252fapp.ts'],
      ['H02', '/static/%25252e%25252e%25252fapp.ts'],
      ['H04', '/static/sub%2fb.txt'],
      ['H04', '/static/sub%2Fb.txt'],
      ['H05', '//static/a.txt'],
      ['H05', '/static//sub/b.txt'],
      ['H05', '/static/./a.txt'],
      ['H05', '/./static/a.txt'],
      ['H06', '/static/..%5capp.ts'],
      ['H06', '/static/sub%5cb.txt'],
      ['H09', '/static//etc/passwd'],
      ['H09', '/static/%2fetc/passwd'],
      ['H09', '/static/file:///etc/passwd'],
      ['H10', '/static-private/c.txt'],
      ['H10', '/static/../static-private/c.txt'],
      ['H10', '/static/%2e%2e/static-private/c.txt'],
      ['H11', '/static/out/passwd'],
      ['H11', '/static/private.txt'],
      ['H11', '/static/broken'],
      ['H12', '/static/CON'],
      ['H12', '/static/aux.txt'],
      ['H12', '/static/c:/x'],
      ['H12', '/static/c:%5cx'],
      ['H12', '/static/%5c%5chost%5cshare'],
      ['H12', `/static/${'n'.repeat(300)}`],
      ['H12', '/static/a.txt%0a'],
      ['H12', '/static/a.txt.'],
      ['H12', '/static/a.txt%20'],
      ['H13', '/static/.env'],
      ['H13', '/static/%2eenv'],
      ['H13', '/static/.git/config'],
      ['H13', '/static/sub/.hidden/x'],
      ['H13', '/static/.well-known/security.txt'],
      ['H14', '/static'],
      ['H14', '/static/'],
      ['H14', '/static/sub'],
      ['H14', '/static/sub/'],
      ['H14', '/static/empty/'],
      ['H19', '/static/none.txt'],
      ['H19', '/static/a.txt/'],
      ['H19', '/static/a.txt/b'],
      ['H19', '/static/A.TXT'],
    ])('%s: does not send %s', async (_, target) => {
      const { status, headers, body } = await bench().raw(target)
      expect([308, 404]).toContain(status)
      expect(headers.get('location') ?? '/static/').toMatch(/^\/(static|app\.ts|static-private)(\/|$)/)
      expect(body).not.toMatch(/private|SECRET|root:|hello|below/)
    })

    it.each([
      ['H03', '/static/%c0%ae%c0%ae/app.ts'],
      ['H03', '/static/%ff'],
      ['H03', '/static/%'],
      ['H03', '/static/%zz'],
      ['H06', '/static/..\\app.ts'],
      ['H06', '/static/sub\\b.txt'],
      ['H07', '/static/%00'],
      ['H07', '/static/a.txt%00.png'],
    ])('%s: answers 400 to %s', async (_, target) => {
      expect((await bench().raw(target)).status).toBe(400)
    })

    it.each([
      '/static/sub/b.txt',
      '/static/sub/%62.txt',
      '/static/%73ub/b.txt',
      '/static/%73%75%62/b.txt',
      '/%73tatic/sub/b.txt',
      '/static/sub%2fb.txt',
      '/static/sub%2Fb.txt',
      '/static%2fsub/b.txt',
      '/static/sub%252fb.txt',
      '/static//sub/b.txt',
      '//static/sub/b.txt',
      '/static/sub//b.txt',
      '/static/./sub/b.txt',
      '/./static/sub/b.txt',
      '/static/x/../sub/b.txt',
      '/static/x/%2e%2e/sub/b.txt',
      '/static/sub/../sub/b.txt',
      '/static/sub/b.txt/',
      '/static/sub%5cb.txt',
      '/static/sub/b.txt?x=/../',
      '/static/SUB/b.txt',
      'http://localhost/static/sub/b.txt',
    ])('H05, H08: a guard of a folder sees %s', async (target) => {
      bench().app.beforeRequest(({ request }) => {
        if (request.path.startsWith('/static/sub/')) abort(403)
      })
      const { status, body } = await bench().raw(target)
      expect([308, 403, 404]).toContain(status)
      expect(body).not.toContain('below')
    })

    it('H11: are sent through a link that stays inside', async () => {
      expect((await get('/static/in.txt')).body).toBe('below')
    })

    it('H14: are no FIFO and no device, which nobody waits for', async () => {
      expect((await get('/static/fifo')).status).toBe(404)
      expect((await get('/static/zero')).status).toBe(404)
    })

    it('H19: are gone at once when they are deleted', async () => {
      const path = join(root, 'static/soon.txt')
      writeFileSync(path, 'here')
      expect((await get('/static/soon.txt')).body).toBe('here')
      rmSync(path)
      expect((await get('/static/soon.txt')).status).toBe(404)
    })

    it('H20: answer HEAD with the header fields of GET', async () => {
      const got = await get('/static/a.txt')
      const head = await bench().fetch('/static/a.txt', { method: 'HEAD', headers: { range: 'bytes=0-1' } })
      expect([head.status, await head.text()]).toEqual([200, ''])
      for (const name of ['content-length', 'content-type', 'etag', 'last-modified', 'accept-ranges'])
        expect([name, head.headers.get(name)]).toEqual([name, got.headers.get(name)])
    })

    it('H20: answer POST with 405 and what would do', async () => {
      const response = await bench().fetch('/static/a.txt', { method: 'POST' })
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    })

    it('H22: of an unknown kind are bytes that no browser runs', async () => {
      const { headers } = await get('/static/noext')
      expect([headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
        'application/octet-stream',
        'nosniff',
      ])
    })

    it('H18: are not sent again to a client that has them', async () => {
      const { headers } = await get('/static/a.txt')
      for (const condition of [
        { 'if-none-match': headers.get('etag') ?? '' },
        { 'if-modified-since': headers.get('last-modified') ?? '' },
      ]) {
        const again = await get('/static/a.txt', condition)
        expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', headers.get('etag')])
      }
    })

    it('H18: are sent again when they are others', async () => {
      expect((await get('/static/a.txt', { 'if-none-match': '"other"' })).status).toBe(200)
      expect(
        (await get('/static/a.txt', { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' })).status,
      ).toBe(200)
    })

    it('H18: answer 412 when they are not what the client expects', async () => {
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

    it.each(['bytes=x', 'items=0-1', 'bytes=', 'bytes=a-b', ''])(
      'H15: ignore the range "%s" and send the whole',
      async (range) => {
        expect((await get('/static/a.txt', { range })).status).toBe(200)
      },
    )

    it('H15: send several ranges as parts', async () => {
      const { status, headers, body } = await get('/static/a.txt', { range: 'bytes=0-1,3-4' })
      const boundary = /^multipart\/byteranges; boundary=(\S+)$/.exec(headers.get('content-type') ?? '')?.[1]
      const part = (range: string, text: string): string =>
        `\r\n--${boundary}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-range: bytes ${range}/11\r\n\r\n${text}`
      expect([status, body]).toEqual([206, `${part('0-1', 'he')}${part('3-4', 'lo')}\r\n--${boundary}--\r\n`])
      expect(headers.get('content-length')).toBe(String(body.length))
    })

    it('H17: answer thousands of ranges with no more than the file', async () => {
      const range = `bytes=${Array.from({ length: 2000 }, () => '0-').join(',')}`
      const { status, body } = await get('/static/a.txt', { range })
      expect([status, body]).toEqual([200, 'hello world'])
    })

    it('H16: send a range only of the file that the client began with', async () => {
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
      const urls: string[] = JSON.parse((await get('/again/')).body)
      expect(urls.map((url) => url.split('?v=')[0])).toEqual(['/again/static/a.txt', '/static/a.txt'])
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
      expect((await get('/bp/files/b.txt')).body).toBe('below')
      expect((await get('/')).body).toMatch(/^\/bp\/files\/b\.txt\?v=/)
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
