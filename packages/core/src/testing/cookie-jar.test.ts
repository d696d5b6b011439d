import { describe, expect, it } from 'vitest'
import { CookieJar } from './cookie-jar.ts'

describe('a cookie jar', () => {
  it('means its own site where no URL is given', () => {
    const jar = new CookieJar('https://shop.test')
    jar.set('theme', 'dark')
    expect([jar.get('theme'), jar.header('https://shop.test/cart'), jar.header('http://localhost/')]).toEqual(
      ['dark', 'theme=dark', ''],
    )
  })

  it.each(['a=1; Max-Age=soon', 'a=1; Expires=later', 'a=1; Max-Age='])(
    'keeps "%s", of which the end cannot be read',
    (field) => {
      const jar = new CookieJar()
      jar.store(field, 'http://localhost/')
      expect(jar.get('a')).toBe('1')
    },
  )

  it('goes by Expires where Max-Age cannot be read', () => {
    const jar = new CookieJar()
    jar.store('a=1; Max-Age=soon; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'http://localhost/')
    expect(jar.get('a')).toBeUndefined()
  })
})
