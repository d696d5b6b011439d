import { expect, it } from 'vitest'
import { fillPage } from './fill-page.ts'

const page = 'before\n<!-- figures: http -->\n\nold\n\n<!-- end -->\nafter'

it('puts new figures in the place of the old, again and again', () => {
  const once = fillPage(page, { http: 'new' })
  expect(once).toBe('before\n<!-- figures: http -->\n\nnew\n\n<!-- end -->\nafter')
  expect(fillPage(once, { http: 'new' })).toBe(once)
})

it('says which figures have no place, and which place has no figures', () => {
  expect(() => fillPage(page, { http: 'new', start: 'x' })).toThrow('start')
  expect(() => fillPage(page, {})).toThrow('http')
})
