import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSafeName, secureFilename } from './safe-name.ts'

describe('secureFilename', () => {
  it.each([
    ['../../x', 'x'],
    [String.raw`C:\x\y`, 'y'],
    ['a\0b', 'a_b'],
    ['.htaccess', 'htaccess'],
    ['a%0d%0ab.txt', 'a_0d_0ab.txt'],
    ['a\r\nb', 'a_b'],
    ['my "best" photo.jpg', 'my_best_photo.jpg'],
    ['résumé.pdf', 'résumé.pdf'],
    ['写真.png', '写真.png'],
    ['．．／etc／passwd', 'passwd'],
    ['', 'file'],
    ['.', 'file'],
    ['..', 'file'],
    ['/', 'file'],
    ['-rf', 'rf'],
    ['a.txt.', 'a.txt'],
    ['CON', '_CON'],
    ['aux.txt', '_aux.txt'],
    ['com1', '_com1'],
    ['COM¹', '_COM1'],
    ['console.log', 'console.log'],
    ['c:x', 'c_x'],
  ])('K08, Q01: makes of %j %s', (name, safe) => expect(secureFilename(name)).toBe(safe))

  it('takes another fallback', () => expect(secureFilename('..', 'upload')).toBe('upload'))

  it('K08: cuts a long name and keeps its extension', () => {
    expect(secureFilename(`${'x'.repeat(10_000)}.tar.gz`)).toBe(`${'x'.repeat(252)}.gz`)
    expect(secureFilename('x'.repeat(300))).toBe('x'.repeat(255))
    expect(secureFilename(`a.${'x'.repeat(300)}`)).toHaveLength(255)
    expect(secureFilename(`${'写'.repeat(100)}.txt`)).toBe(`${'写'.repeat(83)}.txt`)
  })

  it('H12, K08: is always a safe name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = secureFilename(name)
        expect(isSafeName(safe)).toBe(true)
        expect(safe).not.toMatch(/^[.-]/)
      }),
    )
  })

  it('Y04: is linear', () => {
    const start = performance.now()
    for (const filler of ['.', '_', ' ', '/', 'x', '\0', '. ']) secureFilename(filler.repeat(16_000))
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('isSafeName', () => {
  it.each([
    '',
    '.',
    '..',
    'CON',
    'con',
    'aux.txt',
    'NUL .txt',
    'c:x',
    'a/b',
    String.raw`\\host`,
    'a\nb',
    'a\0',
    'a.',
    'a ',
    'lpt9.x',
    'x'.repeat(300),
  ])('H12: refuses %j', (name) => expect(isSafeName(name)).toBe(false))

  it.each(['a.txt', '.env', 'console', 'com10', 'é', 'a b', 'x'.repeat(255)])('takes %j', (name) => {
    expect(isSafeName(name)).toBe(true)
  })
})
