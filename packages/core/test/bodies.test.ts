import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

const JSON_BODY = { 'content-type': 'application/json' }
const encode = (value: string): Uint8Array => new TextEncoder().encode(value)

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

describeMatrix('JSON bodies', (bench) => {
  const post = async (
    body: string | Uint8Array,
    headers: Record<string, string> = JSON_BODY,
  ): Promise<{ status: number; text: string }> => {
    bench().app.post('/', async ({ request }) => ({ got: await request.json() }))
    const response = await bench().fetch('/', { method: 'POST', body, headers })
    return { status: response.status, text: await response.text() }
  }
  const statusesOf = async (bodies: readonly (string | Uint8Array)[]): Promise<number[]> => {
    bench().app.post('/', async ({ request }) => ({ got: await request.json() }))
    return Promise.all(
      bodies.map(
        async (body) => (await bench().fetch('/', { method: 'POST', body, headers: JSON_BODY })).status,
      ),
    )
  }
  const statusesOfTypes = async (types: readonly string[]): Promise<number[]> => {
    bench().app.post('/', async ({ request }) => ({ got: await request.json() }))
    return Promise.all(
      types.map(
        async (type) =>
          (await bench().fetch('/', { method: 'POST', body: '{}', headers: { 'content-type': type } }))
            .status,
      ),
    )
  }

  it('are given parsed', async () => {
    expect(await post('{"a":[1,null,true,"\u20ac"]}')).toEqual({
      status: 200,
      text: '{"got":{"a":[1,null,true,"\u20ac"]}}',
    })
  })

  it('J01: cannot set a prototype', async () => {
    expect(
      await statusesOf([
        '{"__proto__":{"admin":true}}',
        '{"a":{"b":{"__proto__":1}}}',
        '[{"__proto__":1}]',
        '{"\\u005f_proto__":1}',
        '{"__proto__ ":1}',
      ]),
    ).toEqual([400, 400, 400, 400, 200])
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
  })

  it('J02: cannot reach a prototype through a constructor', async () => {
    expect(await statusesOf(['{"constructor":{"prototype":{"x":1}}}', '{"constructor":"ok"}'])).toEqual([
      400, 200,
    ])
  })

  it('J03: reach no prototype when they are merged into something', async () => {
    bench().app.post('/', async ({ request }) => {
      const form = await request.form()
      const merged: Record<string, unknown> = Object.assign({}, form.toObject(), form.toLists())
      const spread: Record<string, unknown> = { ...form.toObject() }
      return { merged: merged['admin'] === undefined, spread: spread['admin'] === undefined }
    })
    const sent = { '__proto__[admin]': '1', 'constructor[prototype][admin]': '1' }
    const answer = await bench().fetch('/', {
      method: 'POST',
      body: `__proto__=1&${new URLSearchParams(sent).toString()}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(await answer.json()).toEqual({ merged: true, spread: true })
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
  })

  it('J05: that a handler nests too deep to be sent are a 500, and the next request is answered', async () => {
    bench().app.post('/', ({ request }) => {
      let value: unknown = 'core'
      for (let depth = Number(request.query.get('depth')); depth > 0; depth--) value = { value }
      return { value }
    })
    expect((await bench().fetch('/?depth=200000', { method: 'POST' })).status).toBe(500)
    expect((await bench().fetch('/?depth=10', { method: 'POST' })).status).toBe(200)
    expect(bench().errors.splice(0)).toHaveLength(1)
  })

  it('J04: are refused when nested deeper than 100, quickly', async () => {
    const begun = performance.now()
    expect(
      await statusesOf([nested(100), nested(101), nested(5000), nested(200_000), '{"a":'.repeat(5000)]),
    ).toEqual([200, 400, 400, 400, 400])
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it('J06: keep numbers that JavaScript can hold, and refuse those that overflow', async () => {
    expect(
      await statusesOf(['12345678901234567890', '-0', '0.1e-400', '1e999', '-1E+999', '9'.repeat(400)]),
    ).toEqual([200, 200, 200, 400, 400, 400])
  })

  it('J07: take the last of duplicate keys', async () => {
    expect((await post('{"a":1,"a":2}')).text).toBe('{"got":{"a":2}}')
  })

  it('J08: are UTF-8, with or without a byte order mark', async () => {
    expect(
      await statusesOf([
        new Uint8Array([34, 255, 34]),
        new Uint8Array([255, 254, 49, 0]),
        '"\\ud800"',
        '\ufeff1',
      ]),
    ).toEqual([400, 400, 200, 200])
  })

  it('J09: are refused in any other charset', async () => {
    const types = ['utf-16', 'x', 'utf-8;charset=latin1'].map(
      (charset) => `application/json; charset=${charset}`,
    )
    expect(await statusesOfTypes(types)).toEqual([415, 415, 415])
  })

  it('J10: are refused when they are not JSON', async () => {
    expect(await statusesOf(['', '  ', '{', '{"a":1}x', 'NaN', "{'a':1}", '[1,]', '01', '"\u0001"'])).toEqual(
      Array(9).fill(400),
    )
  })

  it('J11: are taken up to 1 MiB', async () => {
    expect((await statusesOf([`"${'x'.repeat(1_048_574)}"`]))[0]).toBe(200)
  })

  it('J11: are refused over 1 MiB', async () => {
    expect((await statusesOf([`"${'x'.repeat(1_048_575)}"`]))[0]).toBe(413)
  })

  it('J11: are limited by maxBodySize', async () => {
    bench().app.config.fromObject({ maxBodySize: 10 })
    expect(await statusesOf(['"12345678"', '"123456789"'])).toEqual([200, 413])
  })

  it('J13: are refused when compressed', async () => {
    expect((await post(gzipSync('{}'), { ...JSON_BODY, 'content-encoding': 'gzip' })).status).toBe(415)
    expect(
      (
        await bench().fetch('/', {
          method: 'POST',
          body: '{}',
          headers: { ...JSON_BODY, 'content-encoding': 'identity' },
        })
      ).status,
    ).toBe(200)
  })

  it('J14: are refused under any other type', async () => {
    expect(
      await statusesOfTypes(['text/plain', 'application/', '/json', 'application/json/x', 'x'.repeat(4000)]),
    ).toEqual(Array(5).fill(415))
  })

  it('J14: are refused without a type', async () => {
    bench().app.post('/', async ({ request }) => ({ got: await request.json() }))
    expect((await bench().fetch('/', { method: 'POST', body: encode('{}') })).status).toBe(415)
  })

  it('J15: are known by their type, however it is written', async () => {
    expect(
      await statusesOfTypes([
        ' application/json',
        'application/json\t',
        'application/json;',
        'Application/JSON',
        'application/json; charset="utf-8"',
        'application/json garbage',
      ]),
    ).toEqual([200, 200, 200, 200, 200, 415])
  })

  it('J16: may have a type that ends with +json', async () => {
    expect(
      await statusesOfTypes(['application/vnd.a+json', 'application/json,text/plain', 'application/jsonx']),
    ).toEqual([200, 415, 415])
  })

  it('J17: are parsed once, however often they are read', async () => {
    bench().app.post('/', async ({ request }) => ({
      same: (await request.json()) === (await request.json()),
      raw: await request.text(),
    }))
    expect(await (await bench().fetch('/', { method: 'POST', json: { a: 1 } })).json()).toEqual({
      same: true,
      raw: '{"a":1}',
    })
  })

  it('J18: of a GET need not be read', async () => {
    bench().app.get('/', () => 'fine')
    expect(
      (await bench().raw('/', { headers: { 'content-type': 'application/json', 'content-length': '0' } }))
        .status,
    ).toBe(200)
  })

  it('J20: of many keys are read quickly', async () => {
    const keys = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i]))
    const begun = performance.now()
    expect((await statusesOf([JSON.stringify(keys)]))[0]).toBe(200)
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it('J21: come back as they were sent', async () => {
    const naughty = [
      'undefined',
      '\u202e',
      '\u0000',
      '<script>',
      "'; DROP TABLE",
      '\ud83d\ude00',
      '{{7*7}}',
      '\\',
      '%s',
      '\u2028',
    ]
    const value = { values: naughty, keys: Object.fromEntries(naughty.map((each) => [each, each])) }
    bench().app.post('/', async ({ request }) => respondWith(await request.json()))
    expect(await (await bench().fetch('/', { method: 'POST', json: value })).json()).toEqual(value)
  })

  it('that nobody reads do no harm', async () => {
    bench().app.post('/', () => 'ignored')
    expect((await bench().fetch('/', { method: 'POST', body: 'x'.repeat(200_000) })).status).toBe(200)
    expect((await bench().fetch('/', { method: 'POST', body: '{' })).status).toBe(200)
  })

  it('can be read as text and as bytes, whatever their type', async () => {
    bench().app.post('/', async ({ request }) => ({
      text: await request.text(),
      size: (await request.bytes()).length,
    }))
    expect(await (await bench().fetch('/', { method: 'POST', body: 'h\u00e9' })).json()).toEqual({
      text: 'h\u00e9',
      size: 3,
    })
  })

  it('that are not JSON can be read as text behind it, and by several at once', async () => {
    bench().app.post('/', async ({ request }) => {
      const [parsed, text, bytes] = await Promise.allSettled([
        request.json(),
        request.text(),
        request.bytes(),
      ])
      return {
        parsed: parsed.status === 'rejected' && String(parsed.reason),
        text: text.status === 'fulfilled' && text.value,
        size: bytes.status === 'fulfilled' && bytes.value.length,
        late: await new Response(request.stream()).text(),
      }
    })
    const headers = { 'content-type': 'application/json' }
    const response = await bench().fetch('/', { method: 'POST', body: '{oops', headers })
    expect(await response.json()).toEqual({
      parsed: 'BadRequest: 400 Bad Request: The body is not valid JSON',
      text: '{oops',
      size: 5,
      late: '{oops',
    })
  })

  it('that are too long are so for everybody who reads them', async () => {
    bench().app.post('/', async ({ request }) => {
      const readers = await Promise.allSettled([request.bytes(), request.text(), request.json()])
      return readers.map((each) => each.status === 'rejected' && String(each.reason))
    })
    const headers = { 'content-type': 'application/json' }
    const response = await bench().fetch('/', { method: 'POST', body: `"${'x'.repeat(2_000_000)}"`, headers })
    expect(await response.json()).toEqual(
      Array.from({ length: 3 }, () => 'ContentTooLarge: 413 Content Too Large'),
    )
  })

  it('that are too long do no harm to a stream that nobody reads', async () => {
    bench().app.post('/', async ({ request }) => {
      await request.bytes().catch(() => {})
      return String(request.stream().locked)
    })
    expect(await (await bench().fetch('/', { method: 'POST', body: 'x'.repeat(2_000_000) })).text()).toBe(
      'false',
    )
  })

  it.each([undefined, ''])('that are empty (%o) can each be given away with their buffer', async (body) => {
    bench().app.post('/', async ({ request }) => {
      const { buffer } = await request.bytes()
      if (buffer instanceof ArrayBuffer) structuredClone(buffer, { transfer: [buffer] })
      return String(buffer instanceof ArrayBuffer && buffer.detached)
    })
    const give = async (): Promise<string> =>
      (await bench().fetch('/', { method: 'POST', ...(body === undefined ? {} : { body }) })).text()
    expect([await give(), await give()]).toEqual(['true', 'true'])
  })

  it('can be read as a stream', async () => {
    bench().app.post('/', async ({ request }) => new Response(request.stream()).text())
    expect(await (await bench().fetch('/', { method: 'POST', body: 'streamed' })).text()).toBe('streamed')
  })
})

function respondWith(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : { value }
}

const fields = (lists: Record<string, string[]>): { status: number; json: unknown } => ({
  status: 200,
  json: { fields: lists, files: [] },
})

describeMatrix('forms', (bench) => {
  async function form(
    request: {
      readonly body?: string
      readonly form?: Record<string, string | string[]>
      readonly multipart?: Record<string, string | File | (string | File)[]>
    },
    type?: string,
  ): Promise<{ status: number; json: unknown }> {
    bench().app.post('/', async ({ request: asked }) => {
      const got = await asked.form()
      const files = await Promise.all(
        [...got.files].map(async ([name, file]) => ({
          name,
          filename: file.filename,
          type: file.contentType,
          text: await file.text(),
          safe: file.safeName,
        })),
      )
      return { fields: got.toLists(), files }
    })
    const response = await bench().fetch('/', {
      method: 'POST',
      ...request,
      ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    })
    return { status: response.status, json: response.status === 200 ? await response.json() : undefined }
  }
  const urlencoded = (body: string): ReturnType<typeof form> =>
    form({ body }, 'application/x-www-form-urlencoded')
  const multipart = (lines: readonly string[], boundary = 'b'): ReturnType<typeof form> =>
    form({ body: lines.join('\r\n') }, `multipart/form-data; boundary=${boundary}`)

  it('K01: keep every value of a name', async () => {
    expect(await urlencoded('a=1&b=&a=2&c')).toEqual(fields({ a: ['1', '2'], b: [''], c: [''] }))
  })

  it('K01: are taken up to 1000 fields', async () => {
    expect((await urlencoded('a=1&'.repeat(1000))).status).toBe(200)
  })

  it('K01: are refused over 1000 fields', async () => {
    expect((await urlencoded('a=1&'.repeat(1001))).status).toBe(413)
  })

  it('K01: are refused over 500,000 bytes of text', async () => {
    expect((await urlencoded(`a=${'x'.repeat(500_000)}`)).status).toBe(413)
  })

  it('K02: have literal names', async () => {
    const { json } = await urlencoded('a[b][c]=1&a[]=2&constructor.prototype.x=3')
    expect(json).toEqual({
      fields: { 'a[b][c]': ['1'], 'a[]': ['2'], 'constructor.prototype.x': ['3'] },
      files: [],
    })
  })

  it('K02: may have a field named __proto__', async () => {
    bench().app.post('/', async ({ request }) => ({ got: (await request.form()).get('__proto__') }))
    expect(await (await bench().fetch('/', { method: 'POST', form: { ['__proto__']: 'x' } })).json()).toEqual(
      { got: 'x' },
    )
  })

  it('K03: keep or replace what cannot be decoded', async () => {
    expect(await urlencoded('a=%zz&b=%ff&c=%00&d=%&e=1+2%2B3')).toEqual(
      fields({ a: ['%zz'], b: ['\ufffd'], c: ['\0'], d: ['%'], e: ['1 2+3'] }),
    )
  })

  it('are multipart with files', async () => {
    const { json } = await form({
      multipart: { title: 'x', file: new File(['hello'], 'a.txt', { type: 'text/plain' }) },
    })
    expect(json).toEqual({
      fields: { title: ['x'] },
      files: [{ name: 'file', filename: 'a.txt', type: 'text/plain', text: 'hello', safe: 'a.txt' }],
    })
  })

  it('have several files of one name', async () => {
    const { json } = await form({ multipart: { f: [new File(['1'], 'a'), new File(['2'], 'b')] } })
    expect(json).toMatchObject({ files: [{ text: '1' }, { text: '2' }] })
  })

  it('count a file field that was left empty as none', async () => {
    expect(
      await multipart(['--b', 'Content-Disposition: form-data; name="f"; filename=""', '', '', '--b--', '']),
    ).toEqual(fields({}))
  })

  it.each(['', 'boundary=""', `boundary=${'b'.repeat(71)}`])(
    'K04: multipart with the parameter "%s" is refused',
    async (parameter) => {
      expect((await form({ body: '--b--\r\n' }, `multipart/form-data; ${parameter}`)).status).toBe(400)
    },
  )

  it('K05: multipart is refused over 1000 parts', async () => {
    const part = ['--b', 'Content-Disposition: form-data; name="a"', '', '1']
    expect((await multipart([...Array.from({ length: 1001 }, () => part).flat(), '--b--', ''])).status).toBe(
      413,
    )
  })

  it('K06: multipart is refused over 500,000 bytes of text', async () => {
    expect(
      (
        await multipart([
          '--b',
          'Content-Disposition: form-data; name="a"',
          '',
          'x'.repeat(500_001),
          '--b--',
          '',
        ])
      ).status,
    ).toBe(413)
  })

  it('K06: the bytes of files do not count as text', async () => {
    expect((await form({ multipart: { f: new File(['x'.repeat(600_000)], 'big') } })).status).toBe(200)
  })

  it('K07: a part without a name is refused', async () => {
    expect((await multipart(['--b', 'Content-Disposition: form-data', '', '1', '--b--', ''])).status).toBe(
      400,
    )
  })

  it.each(['../../x', 'C:\\x\\y', '.htaccess', '..', 'a/b'])(
    'K08: a file named %j has a safe name',
    async (filename) => {
      const { json } = await multipart([
        '--b',
        `Content-Disposition: form-data; name="f"; filename="${filename}"`,
        '',
        '1',
        '--b--',
        '',
      ])
      expect(json).toMatchObject({ files: [{ safe: expect.stringMatching(/^(?!\.+$)[^/\\\0]+$/) }] })
    },
  )

  it('K11: multipart that is cut off is refused', async () => {
    expect((await multipart(['--b', 'Content-Disposition: form-data; name="a"', '', 'cut'])).status).toBe(400)
  })

  it('K11: multipart may have an epilogue', async () => {
    expect(
      await multipart(['--b', 'Content-Disposition: form-data; name="a"', '', '1', '--b--', 'epilogue']),
    ).toEqual(fields({ a: ['1'] }))
  })

  it('K14: part headers that make no sense are refused', async () => {
    expect((await multipart(['--b', ' ', ' ', '', '1', '--b--', ''])).status).toBe(400)
  })

  it.each(['multipart/mixed; boundary=b', 'text/plain', 'application/json'])(
    'K17: a body of the type %s is no form',
    async (type) => {
      expect((await form({ body: 'a=1' }, type)).status).toBe(415)
    },
  )

  it('can be read after their bytes were', async () => {
    bench().app.post('/', async ({ request }) => {
      const bytes = await request.bytes()
      return { size: bytes.length, a: (await request.form()).get('a') }
    })
    expect(await (await bench().fetch('/', { method: 'POST', form: { a: '1' } })).json()).toEqual({
      size: 3,
      a: '1',
    })
  })

  it('are read by any method', async () => {
    bench().app.put('/', async ({ request }) => ({ a: (await request.form()).get('a') }))
    expect(await (await bench().fetch('/', { method: 'PUT', form: { a: '1' } })).json()).toEqual({ a: '1' })
  })
})

describeMatrix('queries', (bench) => {
  const query = async (search: string): Promise<unknown> => {
    bench().app.get('/', ({ query: asked }) => ({ lists: asked.toLists() }))
    const { status, body } = await bench().raw(`/${search}`)
    return status === 200 ? JSON.parse(body).lists : status
  }

  it('L01: keep every value of a name', async () => {
    expect(await query('?a=1&a=2&b')).toEqual({ a: ['1', '2'], b: [''] })
  })

  it('L02: have literal names', async () => {
    expect(await query('?a[b]=1&a[]=2&a[999999999]=3&a.b=4')).toEqual({
      'a[b]': ['1'],
      'a[]': ['2'],
      'a[999999999]': ['3'],
      'a.b': ['4'],
    })
  })

  it('L03: know only the names that were sent', async () => {
    bench().app.get('/', ({ query: asked }) => ({
      absent: asked.get('toString') === undefined,
      sent: asked.get('constructor'),
    }))
    expect((await bench().raw('/?__proto__[x]=1&constructor=1')).body).toBe('{"absent":true,"sent":"1"}')
  })

  it('L04: keep or replace what cannot be decoded', async () => {
    expect(await query('?a=%&b=%zz&c=%ff&d=%00&e=%u0041')).toEqual({
      a: ['%'],
      b: ['%zz'],
      c: ['\ufffd'],
      d: ['\0'],
      e: ['%u0041'],
    })
  })

  it('L05: are taken up to 1000 fields, and refused over that', async () => {
    bench().app.get('/', ({ query: asked }) => String(asked.size))
    expect((await bench().raw(`/?${'a&'.repeat(1000)}`)).body).toBe('1000')
    expect((await bench().raw(`/?${'a&'.repeat(1001)}`)).status).toBe(400)
  })

  it('L05: may be empty, or nothing but separators', async () => {
    expect(await query('?')).toEqual({})
    expect((await bench().raw(`/?${'&'.repeat(8000)}`)).status).toBe(200)
    expect((await bench().raw(`/${'?'.repeat(1000)}`)).status).toBe(200)
  })

  it('L06: are not separated by semicolons', async () => {
    expect(await query('?a=1;b=2')).toEqual({ a: ['1;b=2'] })
  })

  it('L07: take a + for a space', async () => {
    expect(await query('?a=1+2&b=1%2B2&c=1%202')).toEqual({ a: ['1 2'], b: ['1+2'], c: ['1 2'] })
  })

  it.each(['1e9', '0x10', ' 1 ', '1_0', '%EF%BC%99', '99999999999999999999', 'NaN', ''])(
    'L08: give no number for %j',
    async (value) => {
      bench().app.get('/', ({ query: asked }) => String(asked.int('n')))
      expect((await bench().raw(`/?n=${encodeURI(decodeURI(value))}`)).status).toBe(400)
    },
  )

  it('L08: give a number, or the fallback when there is none', async () => {
    bench().app.get('/', ({ query: asked }) => ({
      n: asked.int('n', 1),
      zero: Object.is(asked.int('z', 1), 0),
      f: asked.float('f', 0),
    }))
    expect((await bench().raw('/?n=-12&z=-0&f=1.5')).body).toBe('{"n":-12,"zero":true,"f":1.5}')
    expect((await bench().raw('/')).body).toBe('{"n":1,"zero":false,"f":0}')
  })

  it('L09: do not tell the client which name is missing', async () => {
    bench().app.get('/', ({ query: asked }) => asked.required('secretName'))
    const { status, body } = await bench().raw('/', { headers: { accept: 'text/plain' } })
    expect(status).toBe(400)
    expect(body).not.toContain('secretName')
  })
})

describeMatrix('requests', (bench) => {
  it('say what they are', async () => {
    bench().app.get('/a/<x>', ({ request }) => ({
      method: request.method,
      path: request.path,
      query: request.queryString,
      host: request.host,
      scheme: request.scheme,
      url: request.url,
      ip: request.ip,
    }))
    expect(
      JSON.parse((await bench().raw('/a/b%20c?d=e%20f', { headers: { host: 'Example.com:80' } })).body),
    ).toEqual({
      method: 'GET',
      path: '/a/b c',
      query: 'd=e%20f',
      host: 'example.com',
      scheme: 'http',
      url: 'http://example.com/a/b%20c?d=e%20f',
      ip: '127.0.0.1',
    })
  })

  it('have header fields in any letter case', async () => {
    bench().app.get('/', ({ request }) => ({
      a: request.headers.get('X-Custom'),
      b: request.headers.has('x-none'),
      c: request.headers.get('constructor') ?? null,
    }))
    expect((await bench().raw('/', { headers: { 'x-custom': 'yes' } })).body).toBe(
      '{"a":"yes","b":false,"c":null}',
    )
  })

  it('tell which of several types the client likes best', async () => {
    bench().app.get('/', ({ request }) => ({
      best: request.accepts(['text/html', 'application/json']) ?? null,
    }))
    expect(
      await (await bench().fetch('/', { headers: { accept: 'application/json, text/html;q=0.5' } })).json(),
    ).toEqual({ best: 'application/json' })
    expect(await (await bench().fetch('/', { headers: { accept: 'application/json;q=0' } })).json()).toEqual({
      best: null,
    })
  })

  it('become a platform Request for a library that wants one', async () => {
    bench().app.post('/x', async ({ request }) => {
      const web = request.toWeb()
      return {
        url: new URL(web.url).pathname,
        method: web.method,
        type: web.headers.get('content-type'),
        body: await web.text(),
      }
    })
    expect(await (await bench().fetch('/x', { method: 'POST', json: 1 })).json()).toEqual({
      url: '/x',
      method: 'POST',
      type: 'application/json',
      body: '1',
    })
  })

  it('of a host that is not trusted are answered with 400, before anything runs', async () => {
    bench().app.config.fromObject({ trustedHosts: ['ok.test', '.example.com'] })
    let ran = false
    bench().app.beforeRequest(() => void (ran = true))
    bench().app.get('/', () => 'x')
    const statusFor = async (host: string): Promise<number> =>
      (await bench().raw('/', { headers: { host } })).status
    expect(await statusFor('evil.test')).toBe(400)
    expect(await statusFor('ok.test.evil.test')).toBe(400)
    expect(ran).toBe(false)
    expect([
      await statusFor('OK.test:8000'),
      await statusFor('example.com'),
      await statusFor('a.example.com'),
    ]).toEqual([200, 200, 200])
  })

  it.each(['a b', 'a/b', 'user@host', 'host:99999', 'host:x'])(
    'with the Host %j are answered with 400',
    async (host) => {
      bench().app.get('/', ({ request }) => request.url)
      expect((await bench().raw('/', { headers: { host } })).status).toBe(400)
    },
  )
})
