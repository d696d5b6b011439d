import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { collectErrors, errorPage, page } from './error-docs.ts'

const text = { message: 'The {thing} broke.', fix: 'Mend it.' }

it('says what the tables of the packages say: `node .ci/house/error-docs.ts` writes it anew', async () => {
  expect(readFileSync(page, 'utf8')).toBe(errorPage(await collectErrors()))
})

it('finds core first, and packages that have no table without a word', async () => {
  const [first] = await collectErrors()
  expect(first?.package).toBe('@micro/core')
  expect(Object.keys(first?.table ?? {})).toContain('ROUTE_CONFLICT')
})

it('has a heading for each code that a link by the code in lower case leads to', () => {
  expect(errorPage([{ package: '@micro/core', table: { THING_BROKEN: text } }])).toMatch(
    /^### THING_BROKEN\n\nThe \{thing\} broke\.\n\n\*\*Fix:\*\* Mend it\.$/m,
  )
})

it('takes a text for text, and code between backticks for code', () => {
  const fix = 'Write `<id>` or <id>, never *|`.'
  expect(errorPage([{ package: 'a', table: { A: { message: '', fix } } }])).toContain(
    '**Fix:** Write `<id>` or \\<id>, never \\*\\|\\`.',
  )
})

it('refuses a code that two packages have', () => {
  const table = { THING_BROKEN: text }
  expect(() =>
    errorPage([
      { package: 'a', table },
      { package: 'b', table },
    ]),
  ).toThrow('THING_BROKEN')
})
