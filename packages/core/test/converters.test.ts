import { currentContext, defineConverter, definePaths } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

describeMatrix('converters', (bench) => {
  /** What a route gives for each of these targets: the parameter as JSON, or the status. */
  async function read(path: string, ...targets: readonly string[]): Promise<unknown[]> {
    bench().app.get(path, ({ params }) => [Object.values(params)[0]])
    const answers = await Promise.all(targets.map((target) => bench().raw(target)))
    return answers.map(({ status, body }) => (status === 200 ? JSON.parse(body)[0] : status))
  }

  it('string: has any text of one segment', async () => {
    expect(await read('/<s>', '/a', '/a.b-c', '/%20', '/a/b', '/')).toEqual(['a', 'a.b-c', ' ', 404, 404])
  })

  it('string: has a length', async () => {
    expect(await read('/<string(length=2):s>', '/a', '/ab', '/abc')).toEqual([404, 'ab', 404])
  })

  it('string: takes its arguments in their order too', async () => {
    expect(await read('/<string(2, 3):s>', '/a', '/ab', '/abc', '/abcd')).toEqual([404, 'ab', 'abc', 404])
  })

  it('int: drops leading zeros', async () => {
    expect(await read('/<int:n>', '/007', '/0', '/00')).toEqual([7, 0, 0])
  })

  it('int: has so many digits', async () => {
    expect(await read('/<int(fixedDigits=4):n>', '/2026', '/0026', '/26', '/02026')).toEqual([
      2026, 26, 404, 404,
    ])
  })

  it('int: has bounds below zero when it is signed', async () => {
    expect(await read('/<int(signed=true, min=-2, max=2):n>', '/-2', '/-3', '/2', '/3')).toEqual([
      -2, 404, 2, 404,
    ])
  })

  it('float: needs digits on both sides of a dot', async () => {
    expect(await read('/<float:f>', '/1.5', '/0.0', '/1', '/.5', '/1.', '/-1.5')).toEqual([
      1.5, 0, 404, 404, 404, 404,
    ])
  })

  it('float: has bounds, and a sign when told to', async () => {
    expect(await read('/<float(signed=true, min=-1, max=1):f>', '/-1.0', '/-1.1', '/1.0', '/1.1')).toEqual([
      -1, 404, 1, 404,
    ])
  })

  it('path: does not start with a slash', async () => {
    bench().app.get('/p/<path:p>', ({ params }) => params.p)
    const { status, headers } = await bench().raw('/p//x')
    expect([status, headers.get('location')]).toEqual([308, '/p/x'])
  })

  it('path: may be in the middle', async () => {
    bench().app.get('/<path:p>/edit', ({ params }) => params.p)
    expect((await bench().raw('/a/b/c/edit')).body).toBe('a/b/c')
    expect((await bench().raw('/a/b/c')).status).toBe(404)
  })

  it('any: has choices with spaces and commas between quotes', async () => {
    expect(await read('/<any("a b", "c,d"):x>', '/a%20b', '/c,d', '/c')).toEqual(['a b', 'c,d', 404])
  })

  it('any: minds the letter case', async () => {
    expect(await read('/<any(en, de):lang>', '/en', '/EN')).toEqual(['en', 404])
  })

  it('uuid: is in lower case whatever was asked for', async () => {
    const id = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'
    expect(await read('/<uuid:id>', `/${id}`, `/${id.toUpperCase()}`, `/${id}0`)).toEqual([id, id, 404])
  })

  it('several in one segment are told apart by the text between them', async () => {
    bench().app.get('/<a>-<int:b>.<c>', { endpoint: 'abc' }, ({ params }) => ({ ...params }))
    expect(JSON.parse((await bench().raw('/x-y-7.tar.gz')).body)).toEqual({ a: 'x-y', b: 7, c: 'tar.gz' })
  })

  it('of the developer: goes before another one by its weight', async () => {
    const heavy = defineConverter({ pattern: /[a-z]+/, weight: 150 })
    bench().app.get(definePaths({ heavy })('/w/<heavy:x>'), { endpoint: 'heavy' }, () => 'heavy')
    bench().app.get('/w/<x>', { endpoint: 'text' }, () => 'text')
    expect((await bench().raw('/w/abc')).body).toBe('text')
  })

  it('of the developer: may hold slashes', async () => {
    const version = defineConverter({ pattern: /v\d+\/r\d+/, multiSegment: true })
    const path = definePaths({ version })('/<version:v>/x')
    bench().app.get(path, ({ params }) => params.v)
    expect((await bench().raw('/v1/r2/x')).body).toBe('v1/r2')
    expect((await bench().raw('/v1/x')).status).toBe(404)
  })

  it('of the developer: refuses by undefined, and the next route answers', async () => {
    const even = defineConverter<number>({
      parse: (text) => (Number(text) % 2 === 0 ? Number(text) : undefined),
      format: String,
    })
    bench().app.get(definePaths({ even })('/<even:n>'), { endpoint: 'even' }, () => 'even')
    bench().app.get('/<n>', { endpoint: 'any' }, () => 'any')
    expect([(await bench().raw('/4')).body, (await bench().raw('/5')).body]).toEqual(['even', 'any'])
  })

  it('of the developer: sees the request', async () => {
    const mine = defineConverter<string>({
      parse: (text) => (currentContext().request.cookies['user'] === text ? text : undefined),
      format: String,
    })
    bench().app.get(definePaths({ mine })('/home/<mine:user>'), { endpoint: 'home' }, () => 'welcome')
    expect((await bench().raw('/home/ada', { headers: { cookie: 'user=ada' } })).body).toBe('welcome')
    expect((await bench().raw('/home/ada')).status).toBe(404)
  })

  it('Y02: answers 50 kB of separators at once', async () => {
    bench().app.get('/<a>-<b>-<c>', ({ params }) => params.a)
    const begun = performance.now()
    // Over HTTP no target is that long; the router itself is asked for all of it in its own tests.
    expect((await bench().raw(`/${'-'.repeat(8000)}`)).status).toBe(200)
    expect((await bench().raw(`/${'-'.repeat(50_000)}`)).status).toBeGreaterThanOrEqual(400)
    expect(performance.now() - begun).toBeLessThan(2000)
  })
})

describe('the pattern of a converter', () => {
  it.each([/(a+)+/, /(a|a)*b/, /(\w+\s?)*:/, /(?:a|aa)+$/, /([a-z]+)*\d/])(
    'Y02: %s is refused, for it can backtrack exponentially',
    (pattern) => {
      expect(() => defineConverter({ pattern })).toThrow(expect.objectContaining({ code: 'UNSAFE_PATTERN' }))
    },
  )

  it.each([/\d{4}-\d\d-\d\d/, /[a-z0-9-]+/, /(?:[a-z]+\.)*[a-z]+/, /v\d+(?:\.\d+)?/])(
    '%s is taken',
    (pattern) => {
      expect(() => defineConverter({ pattern })).not.toThrow()
    },
  )
})
