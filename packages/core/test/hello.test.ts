import { expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

describeMatrix('a first app', (bench) => {
  it('sends a text as a page', async () => {
    bench().app.get('/', () => 'Hello, World!')
    const client = await bench().client()
    const response = await client.get('/')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-length')).toBe('13')
    expect(await response.text()).toBe('Hello, World!')
  })

  it('gives an <int:id> to the handler as a number and answers 404 for anything else', async () => {
    bench().app.get('/users/<int:id>', ({ params }) => ({ next: params.id + 1 }))
    const client = await bench().client()
    expect(await (await client.get('/users/7')).json()).toEqual({ next: 8 })
    expect((await client.get('/users/x')).status).toBe(404)
  })
})
