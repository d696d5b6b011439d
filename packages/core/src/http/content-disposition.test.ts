import { describe, expect, it } from 'vitest'
import { formatContentDisposition, parseContentDisposition } from './content-disposition.ts'
import { isFieldValue } from './header.ts'

const filenameOf = (parameters: string): string | undefined =>
  parseContentDisposition(`form-data; name="a"; ${parameters}`)?.filename

describe('parseContentDisposition', () => {
  it('reads type, name and file name', () => {
    expect(parseContentDisposition('Form-Data; Name="a b"; filename=x.txt')).toEqual({
      type: 'form-data',
      name: 'a b',
      filename: 'x.txt',
      repeated: false,
    })
  })

  it.each([
    '',
    'form-data; name',
    'form-data name="a"',
    ';name=a',
    'form-data; name="a',
    'form-data; name="a"x',
  ])('K14: takes %j for malformed', (value) => expect(parseContentDisposition(value)).toBeUndefined())

  it('K07: tells an empty name, no name, and a name that comes twice', () => {
    expect(parseContentDisposition('form-data; name=""')?.name).toBe('')
    expect(parseContentDisposition('form-data')?.name).toBeUndefined()
    expect(parseContentDisposition('form-data; name=a; name=b')?.repeated).toBe(true)
    expect(parseContentDisposition('form-data; name=__proto__')?.name).toBe('__proto__')
  })

  it.each([
    [String.raw`filename="C:\x\y.txt"`, String.raw`C:\x\y.txt`],
    [String.raw`filename="a\"b\\c"`, String.raw`a"b\c`],
    ['filename="a%22b%0d%0a"', 'a"b%0d%0a'],
    ['filename="../../x"', '../../x'],
    ["filename*=utf-8''%e2%82%ac.txt", '€.txt'],
    ['filename="plain"; filename*=UTF-8\'en\'%e2%82%ac', '€'],
    ["filename*=iso-8859-1''%E9", 'é'],
    ["filename*=x-bad''%E9; filename=plain", 'plain'],
    ["filename*=utf-8''%ff; filename=plain", 'plain'],
    ["filename*=utf-8''%ff", undefined],
    ['filename*=nothing', undefined],
    ['filename*0="a"; filename*1="b"; filename*3="d"', 'ab'],
    ["filename*0*=utf-8''%E2%82%AC; filename*1=b; filename*2*=%20c", '€b c'],
    ['filename="été.txt"', 'été.txt'],
    ['filename=""', ''],
  ])('K08: reads %s', (parameters, filename) => expect(filenameOf(parameters)).toBe(filename))

  it('Y04: is linear in near misses', () => {
    const start = performance.now()
    for (const filler of [' ', ';', '%22', '\\', String.raw`\"`, "'", 'filename*0=a;']) {
      parseContentDisposition(`form-data; name="${filler.repeat(8000)}"`)
      parseContentDisposition(`form-data; ${filler.repeat(8000)}`)
      filenameOf(`filename*=${filler.repeat(8000)}`)
    }
    filenameOf(Array.from({ length: 2000 }, (_, index) => `filename*${index}=a`).join(';'))
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('formatContentDisposition', () => {
  it.each([
    ['report.pdf', 'attachment; filename="report.pdf"'],
    ['a"b;c.txt', String.raw`attachment; filename="a\"b;c.txt"`],
    ['€ \u{1F600}.txt', `attachment; filename="_ _.txt"; filename*=UTF-8''%E2%82%AC%20%F0%9F%98%80.txt`],
    ['100%.txt', `attachment; filename="100%.txt"; filename*=UTF-8''100%25.txt`],
    ["é'()*.txt", `attachment; filename="_'()*.txt"; filename*=UTF-8''%C3%A9%27%28%29%2A.txt`],
    ['../../etc/passwd', 'attachment; filename=".._.._etc_passwd"'],
    ['a\r\nX: y', 'attachment; filename="a__X: y"'],
    ['\uD800', 'attachment; filename="_"'],
  ])('Q05: writes %j', (filename, expected) => {
    expect(formatContentDisposition('attachment', filename)).toBe(expected)
  })

  it('writes a type alone', () => expect(formatContentDisposition('inline')).toBe('inline'))

  it('Q05: can be sent, and is read back as it was, for every character a name can have', () => {
    for (let code = 0x20; code < 0x3000; code++) {
      const name = `a${String.fromCharCode(code)}b`
      const header = formatContentDisposition('attachment', name)
      expect(isFieldValue(header)).toBe(true)
      const back = parseContentDisposition(header)?.filename
      expect([name, 'a_b']).toContain(back)
    }
  })
})
