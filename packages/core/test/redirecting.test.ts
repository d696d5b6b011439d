import { redirectBack } from '@micro/core'
import { expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

describeMatrix('redirectBack', (bench) => {
  const back = async (referer: string | undefined, method = 'POST'): Promise<string | null> => {
    bench().app.route('/like', { methods: ['GET', 'POST'] }, (c) => redirectBack(c, '/home'))
    const headers: Record<string, string> = referer === undefined ? {} : { referer }
    return (await bench().raw('/like', { method, headers })).headers.get('location')
  }

  it.each([
    ['http://localhost/posts/7', '/posts/7'],
    ['http://localhost/posts?page=2', '/posts?page=2'],
    ['http://localhost', '/'],
    ['http://localhost:80/x', '/x'],
    ['http://localhost/like', '/like'],
  ])('I11: leads a POST back to %s', async (referer, location) => {
    expect(await back(referer)).toBe(location)
  })

  it.each([
    undefined,
    '',
    'http://evil.test/x',
    'http://localhost.evil.test/',
    'https://localhost/x',
    'http://localhost:81/x',
    'http://localhost@evil.test/',
    'http://localhost//evil.test',
    'http://localhost/.//evil.test',
    '//evil.test',
    '/posts/7',
    'javascript:alert(1)',
    'data:text/html,x',
    'null',
  ])('I11: leads to the fallback from %j', async (referer) => {
    expect(await back(referer)).toBe('/home')
  })

  it('leads to the fallback where it would go round', async () => {
    expect(await back('http://localhost/like', 'GET')).toBe('/home')
  })

  it('asks with GET, unless told otherwise', async () => {
    bench().app.post('/a', (c) => redirectBack(c))
    bench().app.post('/b', (c) => redirectBack(c, '/x', 307))
    const [a, b] = await Promise.all(['/a', '/b'].map((path) => bench().raw(path, { method: 'POST' })))
    expect([a?.status, a?.headers.get('location'), b?.status]).toEqual([303, '/', 307])
  })
})
