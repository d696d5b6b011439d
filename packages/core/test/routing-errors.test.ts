import { expect, it } from 'vitest'
import { abort, HttpError, MethodNotAllowed, NotFound } from '@micro/core'
import { describeMatrix } from './matrix.ts'

describeMatrix('errors of routing', (bench) => {
  it('are told from others by class, and take no stack that would say nothing', async () => {
    const seen: unknown[] = []
    const keep = (error: unknown): string => {
      seen.push(error)
      return 'kept'
    }
    bench().app.errorHandler(NotFound, keep)
    bench().app.errorHandler(MethodNotAllowed, keep)
    bench().app.get('/here', () => 'here')
    expect((await bench().fetch('/nowhere')).status).toBe(404)
    const refused = await bench().fetch('/here', { method: 'PUT' })
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    expect(seen.map((error) => error instanceof HttpError && error.stack)).toEqual([
      'NotFound: 404 Not Found',
      'MethodNotAllowed: 405 Method Not Allowed',
    ])
  })

  it('leave the stack of `abort` as it is', async () => {
    let stack: string | undefined
    bench().app.errorHandler(NotFound, (error) => {
      stack = error.stack
      return 'gone'
    })
    bench().app.get('/posts/<int:id>', () => abort(404))
    expect((await bench().fetch('/posts/7')).status).toBe(404)
    expect(stack).toContain('routing-errors.test.ts')
  })
})
