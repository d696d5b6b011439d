import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { abort, MicroError, type Request, type UploadedFile } from '@micro/core'
import { describeMatrix } from './matrix.ts'

const usual = tmpdir()
let temporary = ''
let uploads = ''

beforeAll(async () => {
  temporary = await mkdtemp(join(usual, 'uploads-test-'))
  process.env['TMPDIR'] = temporary
})
beforeEach(async () => {
  uploads = await mkdtemp(join(usual, 'uploads-kept-'))
})
afterEach(() => rm(uploads, { recursive: true }))
afterAll(async () => {
  process.env['TMPDIR'] = usual
  await rm(temporary, { recursive: true })
})

const LARGE = 200_000
const codeOf = (error: unknown): string => (error instanceof MicroError ? error.code : String(error))
const left = (): Promise<string[]> => readdir(temporary)
const large = (name = 'large.bin', size = LARGE): File => new File([new Uint8Array(size).fill(7)], name)

/** A client may have its reply before the server has cleaned up behind it. */
async function eventuallyNothingLeft(): Promise<void> {
  await expect.poll(left, { timeout: 5000 }).toEqual([])
}

/** Whether all ways to read it give the same. */
const read = async (file: UploadedFile): Promise<boolean> => {
  const bytes = await file.bytes()
  const text = await file.text()
  const streamed = await new Response(file.stream()).bytes()
  const again = await new Response(file.stream()).bytes()
  return (
    bytes.length === file.size &&
    text.length === file.size &&
    Buffer.compare(bytes, streamed) === 0 &&
    Buffer.compare(bytes, again) === 0
  )
}

describeMatrix('uploaded files', (bench) => {
  const post = (
    multipart: Record<string, string | File | (string | File)[]>,
  ): Promise<{ status: number; text(): Promise<string>; json(): Promise<unknown> }> =>
    bench().fetch('/', { method: 'POST', multipart })

  it('are in memory while they are small, and in a temporary file that only this user can read when not', async () => {
    const seen: unknown[] = []
    bench().app.post('/', async ({ request }) => {
      const { files } = await request.form()
      const names = await left()
      for (const name of names) seen.push((await stat(join(temporary, name))).mode & 0o777)
      return [...files].map(([field, file]) => ({ field, name: file.name, size: file.size }))
    })
    expect(await (await post({ small: large('s', 65_536) })).json()).toEqual([
      { field: 'small', name: 'small', size: 65_536 },
    ])
    expect(seen).toEqual([])
    await post({ big: large('b', 65_537) })
    expect(seen).toEqual([0o600])
    await eventuallyNothingLeft()
  })

  it('can be read as bytes, text and stream, as often as one likes, wherever they are', async () => {
    bench().app.post('/', async ({ request }) => {
      const { files } = await request.form()
      return Promise.all([...files].map(([, file]) => read(file)))
    })
    expect(await (await post({ a: large('s', 1000), b: large(), c: large('empty', 0) })).json()).toEqual([
      true,
      true,
      true,
    ])
    await eventuallyNothingLeft()
  })

  it('can be the reply themselves', async () => {
    bench().app.post('/', async ({ request }) => {
      const file = (await request.form()).files.get('f') ?? abort(400)
      return new Response(file.stream())
    })
    expect((await (await post({ f: large() })).text()).length).toBe(LARGE)
    await eventuallyNothingLeft()
  })

  it('are gone after the request, which is said clearly', async () => {
    const kept: UploadedFile[] = []
    bench().app.post('/', async ({ request }) => {
      for (const [, file] of (await request.form()).files) kept.push(file)
      return 'kept'
    })
    await post({ small: large('s', 10), big: large() })
    await eventuallyNothingLeft()
    for (const file of kept) {
      expect(codeOf(await file.bytes().catch((error: unknown) => error))).toBe('UPLOAD_OVER')
      expect(codeOf(await file.save(join(uploads, 'x')).catch((error: unknown) => error))).toBe('UPLOAD_OVER')
      expect(() => file.stream()).toThrow('UPLOAD_OVER')
    }
  })

  it('are removed when the handler fails, aborts, or a hook behind it does', async () => {
    bench().app.post('/<how>', async ({ request, params }) => {
      await request.form()
      expect(await left()).toHaveLength(1)
      if (params.how === 'abort') abort(418)
      if (params.how === 'throw') throw new TypeError('broken')
      return 'x'
    })
    bench().app.afterRequest((_, { request }) => {
      if (request.path === '/after') throw new TypeError('broken')
    })
    for (const [how, status] of [
      ['abort', 418],
      ['throw', 500],
      ['after', 500],
    ] as const) {
      const multipart = { f: large() }
      expect((await bench().fetch(`/${how}`, { method: 'POST', multipart })).status).toBe(status)
      await eventuallyNothingLeft()
    }
    expect(bench().errors.splice(0)).toHaveLength(2)
  })

  it('are removed when the form behind them is broken, or too large', async () => {
    bench().app.post('/', { limits: { maxFormParts: 2 } }, async ({ request }) => {
      await request.form()
      return 'x'
    })
    const head = '--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    const body = `${head}${'x'.repeat(LARGE)}\r\n--b\r\nbroken\r\n\r\n`
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    expect((await bench().fetch('/', { method: 'POST', body, headers })).status).toBe(400)
    expect((await post({ a: large(), b: large(), c: '1' })).status).toBe(413)
    await eventuallyNothingLeft()
  })

  it('are removed when nobody waits for the form', async () => {
    bench().app.post('/', ({ request }) => {
      request.form().catch(() => {})
      return 'done'
    })
    expect((await post({ f: large('f', 900_000) })).status).toBe(200)
    await eventuallyNothingLeft()
  })

  it('Q01: are saved under a name of the app, whatever the client calls them', async () => {
    bench().app.post('/', async ({ request }) => {
      const { files } = await request.form()
      for (const [, file] of files) await file.save(join(uploads, `${randomUUID()}-${file.safeName}`))
      return 'saved'
    })
    const names = ['../../x', 'C:\\x\\y', 'a\0b', '.htaccess', '..', 'x'.repeat(200), '\u20ac', '']
    const files = names.map((name) => large(name, 10))
    expect((await post({ f: files, big: large('../../x') })).status).toBe(200)
    const saved = await readdir(uploads)
    expect(saved).toHaveLength(8)
    for (const name of saved) expect((await stat(join(uploads, name))).mode & 0o777).toBe(0o600)
    await eventuallyNothingLeft()
  })

  it.each([10, LARGE])('Q02: of %i bytes are all saved when 50 come at once', async (size) => {
    bench().app.post('/', async ({ request }) => {
      const file = (await request.form()).files.get('f') ?? abort(400)
      await file.save(join(uploads, randomUUID()))
      return 'saved'
    })
    const sent = await Promise.all(Array.from({ length: 50 }, () => post({ f: large('same.bin', size) })))
    expect(sent.every(({ status }) => status === 200)).toBe(true)
    const saved = await readdir(uploads)
    expect(saved).toHaveLength(50)
    for (const name of saved) expect((await stat(join(uploads, name))).size).toBe(size)
    await eventuallyNothingLeft()
  })

  it.each([10, LARGE])('Q02: of %i bytes never replace one another', async (size) => {
    bench().app.post('/', async ({ request }) => {
      const form = await request.form()
      const file = form.files.get('f') ?? abort(400)
      return file.save(join(uploads, 'one')).then(
        () => form.get('n') ?? '',
        (error: unknown) => codeOf(error),
      )
    })
    const sent = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        const f = new File([new Uint8Array(size).fill(n)], 'f')
        return (await post({ n: String(n), f })).text()
      }),
    )
    const winners = sent.filter((answer) => answer !== 'UPLOAD_SAVE')
    expect(winners).toHaveLength(1)
    const kept = await readFile(join(uploads, 'one'))
    expect(kept.equals(Buffer.alloc(size, Number(winners[0])))).toBe(true)
    await eventuallyNothingLeft()
  })

  it('say why they cannot be saved', async () => {
    bench().app.post('/', async ({ request }) => {
      const answers: string[] = []
      for (const [, file] of (await request.form()).files)
        answers.push(await file.save(join(uploads, 'no', 'folder')).then(() => 'saved', String))
      return answers
    })
    const answers = await (await post({ a: large('s', 1), b: large() })).json()
    expect(answers).toEqual([
      expect.stringMatching(/UPLOAD_SAVE.*ENOENT/),
      expect.stringMatching(/UPLOAD_SAVE.*ENOENT/),
    ])
  })

  it('Q03: are taken exactly up to the limit of their body', async () => {
    const headOf = '--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    const bodyOf = (size: number): string => `${headOf}${'x'.repeat(size)}\r\n--b--\r\n`
    const maxBodySize = bodyOf(LARGE).length
    bench().app.post('/', { limits: { maxBodySize } }, async ({ request }) => {
      const file = (await request.form()).files.get('f') ?? abort(400)
      await file.save(join(uploads, randomUUID()))
      return 'saved'
    })
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const statusOf = async (size: number): Promise<number> =>
      (await bench().fetch('/', { method: 'POST', headers, body: bodyOf(size) })).status
    expect([await statusOf(LARGE), await statusOf(LARGE + 1)]).toEqual([200, 413])
    expect(await readdir(uploads)).toHaveLength(1)
    await eventuallyNothingLeft()
  })

  it('K19, Q07: are answered with 500 when there is no folder for them, and with 200 when there is again', async () => {
    bench().app.post('/', async ({ request }) => String((await request.form()).files.size))
    process.env['TMPDIR'] = join(temporary, 'missing')
    expect((await post({ f: large() })).status).toBe(500)
    process.env['TMPDIR'] = temporary
    expect((await post({ f: large() })).status).toBe(200)
    expect(bench().errors.splice(0)).toHaveLength(1)
    await eventuallyNothingLeft()
  })

  it('K20: come as browsers send them, old and new', async () => {
    bench().app.post('/', async ({ request }) => {
      const form = await request.form()
      const files = await Promise.all(
        [...form.files].map(async ([field, file]) => [
          field,
          file.filename,
          file.safeName,
          file.contentType,
          createHash('sha256')
            .update(await file.bytes())
            .digest('hex'),
        ]),
      )
      return { fields: form.toLists(), files }
    })
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
    const sum = createHash('sha256').update(png).digest('hex')
    for (const { boundary, disposition, filename, safe } of BROWSERS) {
      const body = Buffer.concat([
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: image/png\r\n\r\n`,
        ),
        png,
        Buffer.from(
          `\r\n--${boundary}\r\nContent-Disposition: form-data; name="text"\r\n\r\nline 1\r\nline 2 \u00e9\r\n--${boundary}--\r\n`,
        ),
      ])
      const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
      expect(await (await bench().fetch('/', { method: 'POST', body, headers })).json()).toEqual({
        fields: { text: ['line 1\r\nline 2 \u00e9'] },
        files: [['file', filename, safe, 'image/png', sum]],
      })
    }
  })
})

/** How they write boundaries and names, each in its own way. */
const BROWSERS = [
  {
    // Internet Explorer 6: the whole path.
    boundary: '---------------------------7d91b03a20128',
    disposition: 'form-data; name="file"; filename="C:\\Python25\\wztest\\file1.png"',
    filename: 'C:\\Python25\\wztest\\file1.png',
    safe: 'file1.png',
  },
  {
    // Firefox 3
    boundary: '---------------------------186454651713519341951581030105',
    disposition: 'form-data; name="file"; filename="anchor.png"',
    filename: 'anchor.png',
    safe: 'anchor.png',
  },
  {
    // Opera 8
    boundary: '----------zEO9jQKmLc2Cq88c23Dx19',
    disposition: 'form-data; name="file"; filename="arrow_branch.png"',
    filename: 'arrow_branch.png',
    safe: 'arrow_branch.png',
  },
  {
    // Safari 3 and Chrome: a quote in a name becomes %22.
    boundary: '----WebKitFormBoundaryjdSFhcARk8fyGNy6',
    disposition: 'form-data; name="file"; filename="a%22b.png"',
    filename: 'a"b.png',
    safe: 'a_b.png',
  },
  {
    // Today: names in UTF-8.
    boundary: '----geckoformboundary2f1a4c0e',
    disposition: 'form-data; name="file"; filename="\u65e5\u672c.png"',
    filename: '\u65e5\u672c.png',
    safe: '\u65e5\u672c.png',
  },
]

describeMatrix('the parts of a form', (bench) => {
  const post = (
    multipart: Record<string, string | File | (string | File)[]>,
  ): Promise<{ status: number; text(): Promise<string>; json(): Promise<unknown> }> =>
    bench().fetch('/', { method: 'POST', multipart })

  it('come one by one, and nothing of them is stored', async () => {
    bench().app.post('/', async ({ request }) => {
      const seen: unknown[] = []
      for await (const part of request.parts()) {
        const { name, filename = null, contentType = null } = part
        let size = 0
        if (filename === null) size = (await part.text()).length
        else for await (const chunk of part.stream()) size += chunk.length
        seen.push([name, filename, contentType, size, Object.keys(part.headers)])
      }
      return [seen, await left()]
    })
    const file = new File([new Uint8Array(LARGE)], 'f.bin', { type: 'x/y' })
    expect(await (await post({ a: 'text', f: file, b: '' })).json()).toEqual([
      [
        ['a', null, null, 4, ['content-disposition']],
        ['f', 'f.bin', 'x/y', LARGE, ['content-disposition', 'content-type']],
        ['b', null, null, 0, ['content-disposition']],
      ],
      [],
    ])
  })

  it('K16: that are not read are thrown away', async () => {
    bench().app.post('/', async ({ request }) => {
      const names: string[] = []
      for await (const part of request.parts()) names.push(part.name)
      return names
    })
    expect(await (await post({ a: '1', f: large(), g: large(), b: '2' })).json()).toEqual([
      'a',
      'f',
      'g',
      'b',
    ])
  })

  it('K16: that are read in part are thrown away from there', async () => {
    bench().app.post('/', async ({ request }) => {
      const names: string[] = []
      for await (const part of request.parts()) {
        for await (const chunk of part.stream()) if (chunk.length > 0) break
        names.push(part.name)
      }
      return names
    })
    expect(await (await post({ f: large(), g: large(), b: '2' })).json()).toEqual(['f', 'g', 'b'])
  })

  it('K16: need not be asked for to the end', async () => {
    bench().app.post('/', async ({ request }) => {
      for await (const part of request.parts()) return part.name
      return 'none'
    })
    expect(await (await post({ a: '1', b: '2' })).text()).toBe('a')
    expect(await (await post({ f: large(), b: '2' })).text()).toBe('f')
  })

  it('can be read once, before the next one', async () => {
    bench().app.post('/', async ({ request }) => {
      const answers: string[] = []
      const parts = request.parts()
      const first = (await parts.next()).value
      if (first === undefined) return 'none'
      await first.bytes()
      answers.push(codeOf(await first.text().catch((error: unknown) => error)))
      const second = (await parts.next()).value
      await parts.next()
      answers.push(codeOf(await second?.bytes().catch((error: unknown) => error)))
      return answers
    })
    expect(await (await post({ a: '1', b: '2', c: '3' })).json()).toEqual(['PART_TAKEN', 'PART_TAKEN'])
  })

  it('that are read late get nothing of the next one', async () => {
    bench().app.post('/', async ({ request }) => {
      const parts = request.parts()
      const first = (await parts.next()).value
      const late = first?.bytes().catch((error: unknown) => codeOf(error))
      const second = (await parts.next()).value
      return [await late, await second?.text()]
    })
    expect(await (await post({ f: large(), b: 'second' })).json()).toEqual(['PART_TAKEN', 'second'])
  })

  it('K06: are limited together when they are read whole', async () => {
    bench().app.post('/', { limits: { maxFormMemory: 1000 } }, async ({ request }) => {
      for await (const part of request.parts()) await part.bytes()
      return 'x'
    })
    expect((await post({ a: 'x'.repeat(500), b: 'x'.repeat(500) })).status).toBe(200)
    expect((await post({ a: 'x'.repeat(500), b: 'x'.repeat(501) })).status).toBe(413)
    expect((await post({ a: '', f: large('f', 1001) })).status).toBe(413)
  })

  it('K05: are limited in number', async () => {
    bench().app.post('/', { limits: { maxFormParts: 2 } }, async ({ request }) => {
      for await (const part of request.parts()) await part.bytes()
      return 'x'
    })
    expect((await post({ a: '', b: '' })).status).toBe(200)
    expect((await post({ a: '', b: '', c: '' })).status).toBe(413)
  })

  it('are those of a multipart form only', async () => {
    bench().app.post('/', async ({ request }) => {
      for await (const part of request.parts()) await part.bytes()
      return 'x'
    })
    expect((await bench().fetch('/', { method: 'POST', form: { a: '1' } })).status).toBe(415)
    expect((await bench().fetch('/', { method: 'POST', json: {} })).status).toBe(415)
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'content-encoding': 'gzip' }
    expect((await bench().fetch('/', { method: 'POST', body: '--b--', headers })).status).toBe(415)
  })
})

describeMatrix('a body that is read while it arrives', (bench) => {
  it('J17: is read in one way only', async () => {
    const ways = {
      bytes: (request: Request): unknown => request.bytes(),
      form: (request: Request): unknown => request.form(),
      parts: async (request: Request): Promise<void> => {
        for await (const part of request.parts()) await part.bytes()
      },
      stream: (request: Request): unknown => new Response(request.stream()).bytes(),
    }
    bench().app.post('/', async ({ request }) => {
      const [first, second] = request.query.getAll('way')
      await pick(ways, first)(request)
      try {
        await pick(ways, second)(request)
        return 'read'
      } catch (error) {
        return codeOf(error)
      }
    })
    const twice = async (first: string, second: string): Promise<string> =>
      (await bench().fetch(`/?way=${first}&way=${second}`, { method: 'POST', multipart: { a: '1' } })).text()
    for (const second of Object.keys(ways)) expect(await twice('bytes', second)).toBe('read')
    expect(await twice('form', 'form')).toBe('read')
    const taken = ['form', 'parts', 'stream'].flatMap((first) =>
      Object.keys(ways).map((second) => [first, second] as const),
    )
    for (const [first, second] of taken.filter((both) => both.join() !== 'form,form'))
      expect(await twice(first, second)).toBe('BODY_TAKEN')
  })

  it('J17: can be read by a teardown hook, unless it was taken', async () => {
    const seen: string[] = []
    bench().app.post('/', async ({ request }) => request.text())
    bench().app.teardownRequest(async (_, { request }) => void seen.push(await request.text()))
    await bench().fetch('/', { method: 'POST', body: 'kept' })
    await expect.poll(() => seen).toEqual(['kept'])
  })

  it('Q03: is limited as a stream', async () => {
    bench().app.post('/', { limits: { maxBodySize: 10 } }, async ({ request }) =>
      new Response(request.stream()).text(),
    )
    bench().app.post('/wide', { limits: { maxBodySize: 3_000_000 } }, async ({ request }) =>
      String((await new Response(request.stream()).bytes()).length),
    )
    expect(await (await bench().fetch('/', { method: 'POST', body: '0123456789' })).text()).toBe('0123456789')
    expect((await bench().fetch('/', { method: 'POST', body: '0123456789x' })).status).toBe(413)
    const body = new Uint8Array(2_000_000)
    expect(await (await bench().fetch('/wide', { method: 'POST', body })).text()).toBe('2000000')
  })
})

function pick<T>(record: Readonly<Record<string, T>>, key: string | undefined): T {
  const value = record[key ?? '']
  if (value === undefined) throw new TypeError(key)
  return value
}
