import { expect, it } from 'vitest'
import { masked } from './secrets.ts'

it.each([
  ['smtp.passphrase', 'x', '(hidden)'],
  ['mail.pwd', 'x', '(hidden)'],
  ['databases', [{ name: 'a', password: 'x' }], '[{"name":"a","password":"(hidden)"}]'],
  ['url', 'postgres://me:p@ss/w@db/shop', '"postgres://me:(hidden)@db/shop"'],
  ['url', 'redis://:x@db', '"redis://:(hidden)@db"'],
  ['url', 'http://localhost:5000/a', '"http://localhost:5000/a"'],
  ['urls', ['http://a:1', 'http://b:x@c'], '["http://a:1","http://b:(hidden)@c"]'],
  ['size', 7n, '"7"'],
])('shows of %s: %o no more than %s', (name, value, text) => {
  expect(masked(name, value)).toBe(text)
})
