import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Blueprint, urlFor } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, describeMatrix } from './matrix.ts'
import type { RawAnswer } from './raw.ts'

const root = mkdtempSync(join(tmpdir(), 'micro-caching-'))
mkdirSync(join(root, 'static/sub'), { recursive: true })
const BEFORE = new Date('2026-01-01T00:00:00Z')
const AFTER = new Date('2026-01-02T00:00:00Z')
afterAll(() => rmSync(root, { recursive: true }))

function write(name: string, text: string, time = BEFORE): void {
  writeFileSync(join(root, 'static', name), text)
  utimesSync(join(root, 'static', name), time, time)
}

beforeEach(() => {
  write('app.css', 'body{}')
  write('sub/b.css', 'b{}')
})

const URLS = {
  app: (): string => urlFor('static', { filename: 'app.css' }),
  none: (): string => urlFor('static', { filename: 'none.css' }),
  own: (): string => urlFor('static', { filename: 'app.css', v: '7', x: 1 }),
  whole: (): string => urlFor('static', { filename: 'app.css' }, { external: true }),
}

async function urlOf(bench: Bench, name: keyof typeof URLS): Promise<string> {
  return (await bench.fetch(`/urls/${name}`)).text()
}

describeMatrix(
  'versions of static files',
  (bench) => {
    beforeEach(() => {
      for (const [name, url] of Object.entries(URLS)) bench().app.get(`/urls/${name}`, () => url())
    })

    it('are in their URLs, made of their content', async () => {
      expect(await urlOf(bench(), 'app')).toMatch(/^\/static\/app\.css\?v=[\w-]{10}$/)
      expect(await urlOf(bench(), 'whole')).toMatch(/^http:\/\/[^/]+\/static\/app\.css\?v=[\w-]{10}$/)
    })

    it('may be kept for good under the URL of the current one', async () => {
      const { status, headers } = await bench().fetch(await urlOf(bench(), 'app'))
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
    })

    it.each(['', '?v=', '?v=other', '?w=1', '?v=other&v='])('are asked for again under %s', async (query) => {
      const { status, headers } = await bench().fetch(`/static/app.css${query}`)
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-cache'])
    })

    it('say so also to a client that has the file, and with a part of it', async () => {
      const url = await urlOf(bench(), 'app')
      const etag = (await bench().fetch(url)).headers.get('etag') ?? ''
      const again = await bench().fetch(url, { headers: { 'if-none-match': etag } })
      const part = await bench().fetch(url, { headers: { range: 'bytes=0-1' } })
      for (const { headers } of [again, part]) expect(headers.get('cache-control')).toContain('immutable')
      expect([again.status, part.status]).toEqual([304, 206])
    })

    it('are those of the content: a URL from before is not kept with what is there now', async () => {
      const url = await urlOf(bench(), 'app')
      write('app.css', 'body{color:red}', AFTER)
      const { headers } = await bench().fetch(url)
      expect(headers.get('cache-control')).toBe('no-cache')
    })

    it('are others a second after the content is', async () => {
      const url = await urlOf(bench(), 'app')
      write('app.css', 'body{color:red}', AFTER)
      await expect.poll(() => urlOf(bench(), 'app'), { timeout: 10_000 }).not.toBe(url)
      write('app.css', 'body{}', BEFORE)
      await expect.poll(() => urlOf(bench(), 'app'), { timeout: 10_000 }).toBe(url)
    })

    it('tell contents of the same size and time of change apart, as those of builds that can be repeated are', async () => {
      const url = await urlOf(bench(), 'app')
      await bench().fetch(url)
      write('app.css', 'BODY{}')
      const { headers } = await bench().fetch(url)
      expect(headers.get('cache-control')).toBe('no-cache')
      await expect.poll(() => urlOf(bench(), 'app'), { timeout: 10_000 }).not.toBe(url)
    })

    it('are not there for what is not there', async () => {
      expect(await urlOf(bench(), 'none')).toBe('/static/none.css')
    })

    it('give way to a v of your own', async () => {
      expect(await urlOf(bench(), 'own')).toBe('/static/app.css?v=7&x=1')
    })

    it('are in the URLs of blueprints', async () => {
      const blog = new Blueprint('blog', {
        rootPath: join(root, 'static'),
        staticFolder: 'sub',
        urlPrefix: '/<lang>',
      })
      bench().app.register(blog)
      bench().app.get('/', () => urlFor('blog.static', { filename: 'b.css', lang: 'de' }))
      const url = await (await bench().fetch('/')).text()
      expect(url).toMatch(/^\/de\/static\/b\.css\?v=[\w-]{10}$/)
      expect((await bench().fetch(url)).headers.get('cache-control')).toContain('immutable')
    })
  },
  { rootPath: root },
)

describeMatrix(
  'packed static files',
  (bench) => {
    // Raw: other clients unpack what they get.
    const get = (path: string, headers: Record<string, string>): Promise<RawAnswer> =>
      bench().raw(path, { headers })
    beforeEach(() => {
      for (const ending of ['br', 'gz']) rmSync(join(root, `static/app.css.${ending}`), { force: true })
    })

    it.each([
      ['br', 'br'],
      ['gzip', 'gzip'],
      ['gzip, br', 'br'],
      ['gzip;q=1, br;q=0.5', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
      ['*', 'br'],
      ['*, br;q=0', 'gzip'],
      ['GZIP', 'gzip'],
    ])('stand in for the file when a client takes %s', async (accepted, coding) => {
      write('app.css.br', 'BR')
      write('app.css.gz', 'GZ!')
      const { status, body, headers } = await get('/static/app.css', { 'accept-encoding': accepted })
      expect([status, body]).toEqual([200, coding === 'br' ? 'BR' : 'GZ!'])
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-encoding': coding,
        'content-type': 'text/css; charset=utf-8',
        'content-length': String(body.length),
        vary: 'accept-encoding',
      })
      expect(headers.get('etag')).toMatch(new RegExp(`-${coding}"$`))
    })

    it.each(['', 'identity', 'br;q=0, gzip;q=0', 'zstd', '*;q=0', 'identity, br;q=0.5'])(
      'do not when it takes "%s", and caches are told that there are others',
      async (accepted) => {
        write('app.css.br', 'BR')
        const { body, headers } = await get('/static/app.css', { 'accept-encoding': accepted })
        expect([body, headers.get('content-encoding'), headers.get('vary')]).toEqual([
          'body{}',
          null,
          'accept-encoding',
        ])
      },
    )

    it('are not looked for in vain: caches are told nothing where there are none', async () => {
      const { headers } = await get('/static/app.css', { 'accept-encoding': 'br' })
      expect([headers.get('vary'), headers.get('content-encoding')]).toEqual([null, null])
    })

    it('do not when they are older than the file, only when newer or of the same time', async () => {
      write('app.css.br', 'OLD')
      write('app.css', 'body{color:red}', AFTER)
      expect((await get('/static/app.css', { 'accept-encoding': 'br' })).body).toBe('body{color:red}')
    })

    it('do not for a file that is not there', async () => {
      write('lone.css.br', 'BR')
      expect((await get('/static/lone.css', { 'accept-encoding': 'br' })).status).toBe(404)
    })

    it('are just files when they are asked for', async () => {
      write('app.css.gz', 'GZ!')
      const { body, headers } = await get('/static/app.css.gz', { 'accept-encoding': 'gzip' })
      expect([body, headers.get('content-type'), headers.get('content-encoding')]).toEqual([
        'GZ!',
        'application/gzip',
        null,
      ])
    })

    it('have entity tags of their own, so that no part of one is put to a part of the other', async () => {
      write('app.css.br', 'BRBRBR')
      const packed = await get('/static/app.css', { 'accept-encoding': 'br' })
      const plain = await get('/static/app.css', {})
      const [tag, other] = [packed, plain].map(({ headers }) => headers.get('etag') ?? '')
      const asked = { 'accept-encoding': 'br', range: 'bytes=4-' }
      expect(await get('/static/app.css', { ...asked, 'if-range': tag ?? '' })).toMatchObject({
        status: 206,
        body: 'BR',
      })
      expect(await get('/static/app.css', { ...asked, 'if-range': other ?? '' })).toMatchObject({
        status: 200,
        body: 'BRBRBR',
      })
      const kept = await get('/static/app.css', { 'accept-encoding': 'br', 'if-none-match': tag ?? '' })
      expect([kept.status, kept.headers.get('vary')]).toEqual([304, 'accept-encoding'])
      expect((await get('/static/app.css', { 'if-none-match': tag ?? '' })).status).toBe(200)
    })
  },
  { rootPath: root },
)

describe('static files', () => {
  it('may be kept for as long as the setting staticMaxAge says', async () => {
    const client = testClient(new App({ rootPath: root, config: { staticMaxAge: 600 } }))
    expect((await client.get('/static/app.css')).headers.get('cache-control')).toBe('public, max-age=600')
  })

  it('have plain URLs with staticVersions: false, and before the app has started', async () => {
    const app = new App({ rootPath: root, staticVersions: false })
    const started = new App({ rootPath: root })
    const url = (): string => started.urlFor('static', { filename: 'app.css' })
    expect(url()).toBe('/static/app.css')
    await Promise.all([app.start(), started.start()])
    expect(app.urlFor('static', { filename: 'app.css' })).toBe('/static/app.css')
    const { headers } = await testClient(app).get(url())
    expect(headers.get('cache-control')).toBe('no-cache')
  })

  it('are those of a folder that is switched, and do not go missing meanwhile', async () => {
    for (const [name, text] of [
      ['one', '1'],
      ['two', '2'],
    ] as const) {
      mkdirSync(join(root, name))
      writeFileSync(join(root, name, 'x.txt'), text)
    }
    const link = join(root, 'current')
    symlinkSync('one', link)
    const client = testClient(new App({ staticFolder: link }))
    const read = async (): Promise<string> => (await client.get('/static/x.txt')).text()
    expect(await read()).toBe('1')
    rmSync(link)
    symlinkSync('two', link)
    rmSync(join(root, 'one'), { recursive: true })
    expect(await read()).toBe('2')
  })

  it('H13: may be those of .well-known, by option, and nothing else that is hidden', async () => {
    mkdirSync(join(root, 'static/.well-known'))
    mkdirSync(join(root, 'static/sub/.well-known'))
    for (const name of ['.well-known/security.txt', '.well-known/.x', 'sub/.well-known/x', '.env'])
      write(name, 'it')
    const app = new App({ rootPath: root, staticUrlPath: '', staticWellKnown: true })
    const statuses = [
      '/.well-known/security.txt',
      '/.well-known/.x',
      '/.well-known',
      '/sub/.well-known/x',
      '/.env',
    ].map(async (path) => (await testClient(app, { raiseErrors: false }).get(path)).status)
    expect(await Promise.all(statuses)).toEqual([200, 404, 404, 404, 404])
  })
})
