import { expect, it } from 'vitest'
import { readPost } from './read-post.ts'

it('reads the lines at the top and the text below them', () => {
  expect(
    readPost(
      '---\ntitle: Tides: a start\nauthor: ada\ndays-ago: 7\ntags: sea, moon\n---\nThey *come*.\n\nAnd go.\n',
    ),
  ).toEqual({
    title: 'Tides: a start',
    author: 'ada',
    daysAgo: 7,
    tags: ['sea', 'moon'],
    body: 'They *come*.\n\nAnd go.',
  })
})
