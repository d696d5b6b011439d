import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, MemoryFiles, sendFile, type SendFileOptions, sendFrom } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'
import type { RawAnswer } from './raw.ts'

const root = mkdtempSync(join(tmpdir(), 'micro-send-'))
mkdirSync(join(root, 'files/sub'), { recursive: true })
writeFileSync(join(root, 'files/a.txt'), 'hello world')
writeFileSync(join(root, 'files/sub/page.html'), '<p>hi')
writeFileSync(join(root, 'files/.env'), 'SECRET')
writeFileSync(join(root, 'files/big.bin'), new Uint8Array(200_000).fill(7))
writeFileSync(join(root, 'outside.txt'), 'SECRET')
symlinkSync('../outside.txt', join(root, 'files/link.txt'))
execFileSync('mkfifo', [join(root, 'files/fifo')])
afterAll(() => rmSync(root, { recursive: true }))

const A = 'files/a.txt'
const BYTES = new TextEncoder().encode('hello world')

describeMatrix(
  'sendFile',
  (bench) => {
    const send = (what: Parameters<typeof sendFile>[0], options?: SendFileOptions): void => {
      bench().app.get('/file', () => sendFile(what, options))
    }
    const get = (headers: Record<string, string> = {}, method = 'GET'): Promise<RawAnswer> =>
      bench().raw('/file', { headers, method })

    it.each([
      ['a path beside rootPath', A],
      ['an absolute path', join(root, A)],
      ['bytes', BYTES],
      ['a blob', new Blob(['hello world'])],
    ])('sends %s', async (_, what) => {
      send(what, { type: 'text/x-own' })
      const { status, headers, body } = await get()
      expect([status, body]).toEqual([200, 'hello world'])
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'text/x-own',
        'content-length': '11',
        'accept-ranges': 'bytes',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
      })
      expect(headers.get('content-disposition')).toBeNull()
    })

    it.each([
      ['a path', A],
      ['bytes', BYTES],
      ['a blob', new Blob(['hello world'])],
    ])('sends parts of %s, and the head alone', async (_, what) => {
      send(what)
      expect(await get({ range: 'bytes=6-' })).toMatchObject({ status: 206, body: 'world' })
      expect((await get({ range: 'bytes=0-1,3-4' })).body).toContain('bytes 3-4/11\r\n\r\nlo\r\n')
      expect(await get({ range: 'bytes=99-' })).toMatchObject({ status: 416 })
      const head = await get({}, 'HEAD')
      expect([head.status, head.body, head.headers.get('content-length')]).toEqual([200, '', '11'])
    })

    it('sends large files whole and in parts', async () => {
      send('files/big.bin')
      expect((await get()).body).toHaveLength(200_000)
      expect((await get({ range: 'bytes=1-150000' })).body).toHaveLength(150_000)
      const parts = await get({ range: 'bytes=0-99999,150000-' })
      expect(parts.headers.get('content-length')).toBe(String(parts.body.length))
    })

    it.each([
      ['a path', A],
      ['bytes', BYTES],
    ])('does not send %s again to a client that has it', async (_, what) => {
      send(what)
      const etag = (await get()).headers.get('etag') ?? ''
      expect(await get({ 'if-none-match': etag })).toMatchObject({ status: 304, body: '' })
      expect(await get({ 'if-match': '"other"' })).toMatchObject({ status: 412 })
    })

    it('takes entity tag, date and time to keep it', async () => {
      send(A, { etag: 'mine', lastModified: new Date('2026-01-01T00:00:00Z'), maxAge: 60 })
      expect(Object.fromEntries((await get()).headers)).toMatchObject({
        etag: '"mine"',
        'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
        'cache-control': 'private, max-age=60',
      })
    })

    it('sends no entity tag where none is wanted', async () => {
      send(A, { etag: false })
      expect((await get()).headers.get('etag')).toBeNull()
    })

    it.each([
      'files/none.txt',
      'files',
      'files/',
      'files/fifo',
      'files/a.txt/b',
      'files/a\0.txt',
      '/dev/zero',
    ])('H19: answers 404 where %j is no file', async (path) => {
      send(path)
      expect((await get()).status).toBe(404)
    })

    it('needs a rootPath for a relative path', async () => {
      const app = new App({ logger: { debug() {}, info() {}, warn() {}, error() {} } })
      app.get('/file', () => sendFile(A))
      await expect(testClient(app).get('/file')).rejects.toMatchObject({ code: 'ROOT_PATH_MISSING' })
    })

    it.each([
      ['by its own name', {}, 'attachment; filename="a.txt"'],
      ['by another', { downloadName: 'b.txt' }, 'attachment; filename="b.txt"'],
      [
        'by one with quotes',
        { downloadName: '"; filename="x.exe' },
        'attachment; filename="\\"; filename=\\"x.exe"',
      ],
      [
        'by one with line ends',
        { downloadName: 'a\r\nset-cookie: b=c.txt' },
        'attachment; filename="a__set-cookie: b=c.txt"',
      ],
      ['by one with a semicolon', { downloadName: 'a;b.txt' }, 'attachment; filename="a;b.txt"'],
      [
        'by one that is a path',
        { downloadName: '../../etc/x.txt' },
        'attachment; filename=".._.._etc_x.txt"',
      ],
      [
        'by one of many scripts',
        { downloadName: 'naïve.txt' },
        `attachment; filename="na_ve.txt"; filename*=UTF-8''na%C3%AFve.txt`,
      ],
    ])('Q05: lets the client save a file %s', async (_, options, disposition) => {
      send(A, { attachment: true, ...options })
      const { headers } = await get()
      expect(headers.get('content-disposition')).toBe(disposition)
      expect([headers.get('set-cookie'), headers.get('content-security-policy')]).toEqual([null, 'sandbox'])
    })

    it('Q05: keeps the type that was set, whatever the name', async () => {
      send('files/sub/page.html', { type: 'text/plain', downloadName: 'x.svg' })
      const { headers } = await get()
      expect(headers.get('content-type')).toBe('text/plain')
      expect(headers.get('content-disposition')).toBe('inline; filename="x.svg"')
    })

    it('tells the type by the name that the client sees', async () => {
      send(A, { downloadName: 'data.json' })
      expect((await get()).headers.get('content-type')).toBe('application/json')
    })

    it('tells nothing of bytes without a name', async () => {
      send(BYTES)
      expect((await get()).headers.get('content-type')).toBe('application/octet-stream')
    })

    it('takes the type of a blob', async () => {
      send(new Blob(['<b>'], { type: 'text/html' }))
      expect((await get()).headers.get('content-type')).toBe('text/html')
    })

    it('says no conditions to what is not GET', async () => {
      bench().app.post('/file', () => sendFile(A))
      expect(await get({ 'if-none-match': '*', range: 'bytes=0-1' }, 'POST')).toMatchObject({
        status: 200,
        body: 'hello world',
      })
    })
  },
  { rootPath: root },
)

describeMatrix(
  'sendFrom',
  (bench) => {
    const get = (name: string, headers: Record<string, string> = {}): Promise<RawAnswer> =>
      bench().raw(`/file?name=${encodeURIComponent(name)}`, { headers })

    it.each(['a folder', 'other files'])('sends what is below %s', async (kind) => {
      const files =
        kind === 'a folder' ? 'files' : new MemoryFiles({ 'a.txt': 'hello world', 'sub/page.html': '<p>hi' })
      bench().app.get('/file', ({ request }) =>
        sendFrom(files, request.query.get('name') ?? '', { maxAge: 60 }),
      )
      expect(await get('a.txt')).toMatchObject({ status: 200, body: 'hello world' })
      expect(await get('a.txt', { range: 'bytes=-5' })).toMatchObject({ status: 206, body: 'world' })
      const { headers } = await get('sub/page.html')
      expect([headers.get('content-type'), headers.get('cache-control')]).toEqual([
        'text/html; charset=utf-8',
        'private, max-age=60',
      ])
    })

    it.each([
      ['H01', '../outside.txt'],
      ['H01', 'sub/../../outside.txt'],
      ['H01', '..'],
      ['H06', '..\\outside.txt'],
      ['H09', '/etc/passwd'],
      ['H09', '//etc/passwd'],
      ['H09', join(root, 'outside.txt')],
      ['H11', 'link.txt'],
      ['H12', 'CON'],
      ['H12', 'c:x'],
      ['H12', 'n'.repeat(300)],
      ['H12', 'a.txt\n'],
      ['H13', '.env'],
      ['H14', ''],
      ['H14', 'sub'],
      ['H14', 'sub/'],
      ['H14', 'fifo'],
      ['H19', 'none.txt'],
    ])('%s: answers 404 to the name %j', async (_, name) => {
      bench().app.get('/file', ({ request }) => sendFrom('files', request.query.get('name') ?? ''))
      const { status, body } = await get(name)
      expect([status, body.includes('SECRET')]).toEqual([404, false])
    })

    it('H07: answers 404 to a name with NUL', async () => {
      bench().app.get('/file', () => sendFrom('files', 'a.txt\0.png'))
      expect((await bench().raw('/file')).status).toBe(404)
    })

    it.each([
      ['polyglot.png.html', 'text/html; charset=utf-8'],
      ['scripts.svg', 'image/svg+xml'],
      ['page.html', 'text/html; charset=utf-8'],
    ])(
      'H22, Q04: sends %s, which a client has uploaded, to be saved and not to be run',
      async (name, type) => {
        const uploads = new MemoryFiles({ [name]: '<script>1</script>' })
        bench().app.get('/file', () => sendFrom(uploads, name, { attachment: true }))
        expect(Object.fromEntries((await bench().raw('/file')).headers)).toMatchObject({
          'content-type': type,
          'content-disposition': `attachment; filename="${name}"`,
          'content-security-policy': 'sandbox',
          'x-content-type-options': 'nosniff',
        })
      },
    )
  },
  { rootPath: root },
)

describe('static files in memory', () => {
  const files = new MemoryFiles({ 'app.css': 'body{}', 'app.css.br': new Uint8Array([1, 2]), 'a/b.txt': 'b' })
  const app = new App({ staticFolder: files })
  const client = testClient(app, { raiseErrors: false })

  it('are sent as those of a folder are', async () => {
    await app.start()
    const url = app.urlFor('static', { filename: 'app.css' })
    const { status, headers } = await client.get(url)
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
    expect(headers.get('vary')).toBe('accept-encoding')
    expect((await client.get('/static/a/b.txt', { headers: { range: 'bytes=0-0' } })).status).toBe(206)
  })

  it.each(['/static/none', '/static/a', '/static/a/', '/static/', '/static/__proto__'])(
    'are not %s',
    async (path) => {
      expect((await client.get(path)).status).toBe(404)
    },
  )

  it('have the same entity tags and URLs in every instance', async () => {
    const again = testClient(new App({ staticFolder: new MemoryFiles({ 'app.css': 'body{}' }) }))
    const other = testClient(new App({ staticFolder: new MemoryFiles({ 'app.css': 'body{ }' }) }))
    const tags = await Promise.all(
      [client, again, other].map(async (each) => (await each.get('/static/app.css')).headers.get('etag')),
    )
    expect([tags[0] === tags[1], tags[0] === tags[2]]).toEqual([true, false])
  })
})
