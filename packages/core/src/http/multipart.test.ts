import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { parseMediaType } from './media-type.ts'
import { boundaryOf, MultipartParser, type MultipartLimits, type PartHead } from './multipart.ts'

interface Part extends PartHead {
  readonly text: string
}

/** Reads a body, written in the given sizes (the last one again and again), and gives its parts. */
function parse(
  body: string | Uint8Array,
  sizes: readonly number[] = [],
  limits: MultipartLimits = {},
  boundary = 'b',
): Part[] {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const parts: Part[] = []
  let head: PartHead | undefined
  let data: number[] = []
  const parser = new MultipartParser(boundary, limits, {
    partBegin: (part) => (head = part),
    partData: (chunk) => data.push(...chunk),
    partEnd: () => {
      if (head) parts.push({ ...head, text: new TextDecoder().decode(Uint8Array.from(data)) })
      data = []
    },
  })
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[Math.min(turn, sizes.length - 1)] ?? bytes.length)
    parser.write(bytes.slice(at, at + size))
    at += size
  }
  parser.end()
  return parts
}

const field = (name: string, value: string): string =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

const head = (headers: string): string => `--b\r\n${headers}\r\n\r\nx\r\n--b--`

const FORM = `preamble\r\n${field('a', '1')}${field('é', 'two\r\nlines')}--b \t\r\ncontent-type:  text/x \r\nContent-Disposition: form-data; name=f; filename="a.bin"\r\n\r\n\r\n\r\n--\r\n--c\r\r\n--b--\r\nepilogue --b`

describe('MultipartParser', () => {
  it('reads fields and files', () => {
    expect(parse(FORM)).toMatchObject([
      { name: 'a', filename: undefined, contentType: undefined, text: '1' },
      { name: 'é', text: 'two\r\nlines' },
      { name: 'f', filename: 'a.bin', contentType: 'text/x', text: '\r\n\r\n--\r\n--c\r' },
    ])
  })

  it('copies a header that comes byte by byte a few times, not once for each byte', () => {
    const set = vi.spyOn(Uint8Array.prototype, 'set')
    const body = head(`content-disposition: form-data; name="a"\r\nx: ${'y'.repeat(4000)}`)
    const [part] = parse(body, [1])
    const copied = set.mock.calls.reduce((sum, [bytes]) => sum + bytes.length, 0)
    set.mockRestore()
    expect(part?.headers['x']).toHaveLength(4000)
    expect(copied).toBeLessThan(10 * body.length)
  })

  it('K18: reads the same byte by byte, and split at every offset', () => {
    const whole = parse(FORM)
    const length = new TextEncoder().encode(FORM).length
    expect(parse(FORM, [1])).toEqual(whole)
    for (let at = 1; at < length; at++) expect(parse(FORM, [at, length])).toEqual(whole)
  })

  it('K18: reads the same however it is split', () => {
    const text = fc.string({
      unit: fc.constantFrom('\r', '\n', '-', 'b', '\r\n--', '\r\n--b'.slice(0, 4), 'x', 'é'),
    })
    fc.assert(
      fc.property(
        fc.array(text),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (values, sizes) => {
          const safe = values.map((value) => value.replaceAll('--b', '--c'))
          const body = `${safe.map((value, index) => field(`f${index}`, value)).join('')}--b--`
          const parts = parse(body, sizes)
          expect(parts.map((part) => part.text)).toEqual(safe)
          expect(parts).toEqual(parse(body))
        },
      ),
    )
  })

  it('reads a form without parts', () => expect(parse('--b--\r\n')).toEqual([]))

  it('gives an empty value for a part without data', () => {
    expect(parse(`${field('a', '')}--b--`)).toMatchObject([{ name: 'a', text: '' }])
  })

  it.each([
    ['no final boundary', field('a', '1')],
    ['a cut final boundary', `${field('a', '1')}--b-`],
    ['a boundary and nothing else', `${field('a', '1')}--b`],
    ['a preamble alone', 'preamble'],
    ['nothing', ''],
    ['no line break before the boundary', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1--b--'],
    ['line feeds alone', field('a', '1').replaceAll('\r\n', '\n')],
    ['a head that does not end', '--b\r\nContent-Disposition: form-data; name="a"'],
    ['something after the boundary', '--bx\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--'],
  ])('K11: answers 400 to %s', (_, body) => {
    expect(() => parse(body)).toThrow(expect.objectContaining({ status: 400 }))
    expect(() => parse(body, [1])).toThrow(expect.objectContaining({ status: 400 }))
  })

  it('K11: ignores what comes after the last boundary', () => {
    expect(parse(`${field('a', '1')}--b--\r\n${field('c', '2')}`)).toHaveLength(1)
  })

  it('K05: answers 413 above 1000 parts, files or not, at once', () => {
    expect(parse(`${field('a', '1').repeat(1000)}--b--`)).toHaveLength(1000)
    const start = performance.now()
    expect(() => parse(field('a', '').repeat(100_000))).toThrow(expect.objectContaining({ status: 413 }))
    expect(performance.now() - start).toBeLessThan(2000)
    expect(() => parse(field('a', '1').repeat(2), [], { maxParts: 1 })).toThrow(
      expect.objectContaining({ status: 413 }),
    )
  })

  it.each([
    ['20 kB in one line', `X: ${'x'.repeat(20_000)}`],
    ['20 kB in many lines', `X: ${'x'.repeat(1000)}\r\n`.replace('X', 'X').repeat(20)],
    ['200 fields', Array.from({ length: 200 }, (_, index) => `X${index}: y`).join('\r\n')],
  ])('K07: answers 413 to a head of %s', (_, headers) => {
    const distinct = headers
      .split('\r\n')
      .map((line, index) => line.replace('X:', `X${index}:`))
      .join('\r\n')
    expect(() => parse(head(distinct))).toThrow(expect.objectContaining({ status: 413 }))
    expect(() => parse(head(distinct), [7])).toThrow(expect.objectContaining({ status: 413 }))
  })

  it('K07: counts the head of each part for itself', () => {
    const part = head(`Content-Disposition: form-data; name=a\r\nX: ${'x'.repeat(12_000)}`).replace(
      '--b--',
      '',
    )
    expect(parse(`${part.repeat(3)}--b--`)).toHaveLength(3)
  })

  it('K07: answers 413 to spaces without end after a boundary', () => {
    expect(() => parse(`--b${' '.repeat(20_000)}`, [100])).toThrow(expect.objectContaining({ status: 413 }))
  })

  it.each([
    ['no Content-Disposition', 'X: y'],
    ['no field at all', ''],
    ['another disposition', 'Content-Disposition: attachment; name="a"'],
    ['no name', 'Content-Disposition: form-data'],
    ['a name without value', 'Content-Disposition: form-data; name'],
    ['two names', 'Content-Disposition: form-data; name=a; name=b'],
    [
      'two Content-Dispositions',
      'Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b',
    ],
    ['a folded line', 'Content-Disposition: form-data;\r\n name=a'],
    ['a line of one space', ' \r\n'],
    ['a line without colon', 'Content-Disposition: form-data; name=a\r\nX'],
    ['an empty field name', 'Content-Disposition: form-data; name=a\r\n: x'],
    ['a space before the colon', 'Content-Disposition : form-data; name=a'],
    ['a bare CR', 'Content-Disposition: form-data; name=a\rX: y'],
    ['a bare LF', 'Content-Disposition: form-data; name=a\nX: y'],
    ['a byte order mark', '\uFEFFContent-Disposition: form-data; name=a'],
  ])('K07, K14: answers 400 to a part with %s', (_, headers) => {
    expect(() => parse(head(headers))).toThrow(expect.objectContaining({ status: 400 }))
  })

  it('K07, K10: takes names literally', () => {
    for (const name of ['', '__proto__', 'a.__proto__.x', '__proto__[x]']) {
      expect(parse(`${field(name, '1')}--b--`)[0]?.name).toBe(name)
    }
    const [part] = parse(head('Content-Disposition: form-data; name=a\r\n__proto__: x'))
    expect(Object.keys(part?.headers ?? {})).toEqual(['content-disposition', '__proto__'])
  })

  it('K09: gives the media type of a part as it came', () => {
    const type = 'x'.repeat(8000)
    expect(
      parse(head(`Content-Disposition: form-data; name=a\r\nContent-Type: ${type}`))[0]?.contentType,
    ).toBe(type)
  })

  it('K08: takes file names that are no safe names', () => {
    for (const name of ['../../x', 'a\0b', '.htaccess', 'x'.repeat(10_000), 'C:\\x\\y']) {
      expect(parse(head(`Content-Disposition: form-data; name=a; filename="${name}"`))[0]?.filename).toBe(
        name,
      )
    }
  })

  it.each([
    ['that begins with CR', `\r${'x'.repeat(10_000_000)}`, 'b'],
    ['of CR', '\r'.repeat(10_000_000), 'b'],
    ['of near misses', '\r\n--boundar'.repeat(1_000_000), 'boundary'],
    ['that is like the boundary', 'a'.repeat(10_000_000), 'a'.repeat(70)],
  ])('K12: reads 10 MB %s in less than a second', (_, data, boundary) => {
    const bytes = new TextEncoder().encode(
      `--${boundary}\r\nContent-Disposition: form-data; name=a\r\n\r\n${data}\r\n--${boundary}--`,
    )
    let length = 0
    const parser = new MultipartParser(
      boundary,
      {},
      {
        partBegin: () => undefined,
        partData: (chunk) => (length += chunk.length),
        partEnd: () => undefined,
      },
    )
    const start = performance.now()
    for (let at = 0; at < bytes.length; at += 65_536) parser.write(bytes.subarray(at, at + 65_536))
    parser.end()
    expect(performance.now() - start).toBeLessThan(2000)
    expect(length).toBe(data.length)
  })

  it('keeps nothing of a chunk that its writer uses again', () => {
    const body = new TextEncoder().encode(`${field('a', 'x\r\n--')}--b--`)
    const chunk = new Uint8Array(3)
    let text = ''
    const parser = new MultipartParser(
      'b',
      {},
      {
        partBegin: () => undefined,
        partData: (bytes) => (text += new TextDecoder().decode(bytes)),
        partEnd: () => undefined,
      },
    )
    for (let at = 0; at < body.length; at += 3) {
      chunk.set(body.subarray(at, at + 3))
      parser.write(chunk.subarray(0, Math.min(3, body.length - at)))
      chunk.fill(0)
    }
    parser.end()
    expect(text).toBe('x\r\n--')
  })

  it('reads any bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (data, size) => {
        const boundary = 'a-boundary-that-does-not-occur'
        const begin = new TextEncoder().encode(
          `--${boundary}\r\nContent-Disposition: form-data; name=a\r\n\r\n`,
        )
        const end = new TextEncoder().encode(`\r\n--${boundary}--`)
        const got: number[] = []
        const parser = new MultipartParser(
          boundary,
          {},
          {
            partBegin: () => undefined,
            partData: (bytes) => got.push(...bytes),
            partEnd: () => undefined,
          },
        )
        const body = Uint8Array.from([...begin, ...data, ...end])
        for (let at = 0; at < body.length; at += size) parser.write(body.subarray(at, at + size))
        parser.end()
        expect(got).toEqual([...data])
      }),
    )
  })
})

function boundaryIn(value: string): string {
  const mediaType = parseMediaType(`multipart/form-data${value}`)
  if (mediaType === undefined) throw new TypeError(value)
  return boundaryOf(mediaType)
}

describe('boundaryOf', () => {
  it('gives the boundary with its case', () => {
    expect(boundaryIn('; boundary=----WebKitFormBoundaryAb1')).toBe('----WebKitFormBoundaryAb1')
    expect(boundaryIn(`; boundary="${'x'.repeat(70)}"`)).toHaveLength(70)
    expect(boundaryIn(`; boundary="a'()+_,-./:=?"`)).toBe("a'()+_,-./:=?")
  })

  it.each([
    '',
    '; boundary=""',
    `; boundary=${'x'.repeat(71)}`,
    '; boundary="a b"',
    String.raw`; boundary="a\"b"`,
    '; boundary=a; boundary=b',
    '; boundary="é"',
  ])('K04: answers 400 to %j', (value) =>
    expect(() => boundaryIn(value)).toThrow(expect.objectContaining({ status: 400 })),
  )
})
