import { expect, it } from 'vitest'
import { mediaTypeOf } from './media-type.ts'

it.each([
  ['a.html', 'text/html; charset=utf-8'],
  ['blog/feed.atom.njk', 'application/atom+xml; charset=utf-8'],
  ['A.TXT', 'text/plain; charset=utf-8'],
  ['data.json', 'application/json'],
  ['v1.2/page', 'text/html; charset=utf-8'],
  ['page.unknown', 'text/html; charset=utf-8'],
])('of %s is %s', (name, mediaType) => {
  expect(mediaTypeOf(name)).toBe(mediaType)
})
