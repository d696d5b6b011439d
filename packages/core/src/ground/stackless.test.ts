import { describe, expect, it } from 'vitest'
import { HttpError, MethodNotAllowed, NotFound } from './http-error.ts'
import { withoutStack } from './stackless.ts'

const notFound = withoutStack(NotFound)
const methodNotAllowed = withoutStack(MethodNotAllowed)

describe('an error without stack', () => {
  it('is what its class makes, but for the stack', () => {
    const made = methodNotAllowed({ allow: 'GET' })
    const thrown = new MethodNotAllowed('', { headers: { allow: 'GET' } })
    expect(made).toBeInstanceOf(MethodNotAllowed)
    expect(made).toBeInstanceOf(HttpError)
    expect(made).toBeInstanceOf(Error)
    expect(made).not.toBeInstanceOf(NotFound)
    expect(made.constructor).toBe(MethodNotAllowed)
    expect(Object.entries(made)).toEqual(Object.entries(thrown))
    expect([made.message, String(made)]).toEqual([thrown.message, String(thrown)])
  })

  it('lists its message and stack as little as any error', () => {
    const made = notFound()
    expect(made.stack).toBe('NotFound: 404 Not Found')
    expect(Object.keys(made)).toEqual(Object.keys(new NotFound()))
    expect(JSON.stringify(made)).toBe(JSON.stringify(new NotFound()))
  })

  it('shares nothing with the next one', () => {
    const first = notFound()
    const second = notFound()
    expect(first).not.toBe(second)
    expect(first.headers).not.toBe(second.headers)
    expect(first.problem).not.toBe(second.problem)
    first.message = 'of the first'
    expect([first.message, second.message]).toEqual(['of the first', '404 Not Found'])
  })

  it('leaves the errors of its class as they are', () => {
    expect(new NotFound('elsewhere').message).toBe('404 Not Found: elsewhere')
    expect(new NotFound().stack).toContain('stackless.test.ts')
  })
})
