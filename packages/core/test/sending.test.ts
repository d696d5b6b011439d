import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createConnection } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { App, Reply, respond } from '@micro/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

describeMatrix('a reply that has no body', (bench) => {
  it('of status 205 drops what it was given, and says that nothing follows', async () => {
    bench().app.get('/', () => respond('form', { status: 205 }))
    const response = await bench().fetch('/')
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 205, body: '' })
  })

  it('of status 204 says no length, whatever the app said', async () => {
    bench().app.get('/', () => respond(null, { status: 204, headers: { 'content-length': '3' } }))
    const response = await bench().fetch('/')
    expect(response.headers.has('content-length')).toBe(false)
  })
})

describeMatrix('a stream that somebody reads already', (bench) => {
  it('is a mistake that is answered with 500', async () => {
    bench().app.get('/', async () => {
      const upstream = new Response('all')
      await upstream.text()
      return upstream
    })
    expect((await bench().fetch('/')).status).toBe(500)
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('RETURNED_STREAM')
  })
})

describeMatrix('a reply without a media type', (bench) => {
  it('is sent without one', async () => {
    bench().app.get('/', () => new Reply('text'))
    expect((await bench().fetch('/')).headers.has('content-type')).toBe(false)
  })
})

describeMatrix('how a body is framed', (bench) => {
  it('is not for the app to say', async () => {
    bench().app.get('/', () => respond('text', { headers: { 'transfer-encoding': 'chunked' } }))
    const { headers } = await bench().fetch('/')
    expect([headers.get('transfer-encoding'), headers.get('content-length')]).toEqual([null, '4'])
  })
})

describeMatrix('a Response that fetch got from another server', (bench) => {
  let upstream: Server
  beforeAll(async () => {
    const packed = gzipSync('hello '.repeat(100))
    const header = {
      'content-type': 'text/plain',
      'content-encoding': 'gzip',
      'content-length': packed.length,
    }
    upstream = createServer((_, answer) =>
      answer.writeHead(200, { ...header, 'keep-alive': 'max=7' }).end(packed),
    )
    await once(upstream.listen(0, '127.0.0.1'), 'listening')
  })
  afterAll(() => void upstream.close())

  it('goes out as it was unpacked, without what was true of the other connection', async () => {
    const address = upstream.address()
    const port = typeof address === 'object' ? address?.port : undefined
    bench().app.get('/', () => fetch(`http://127.0.0.1:${port}/`))
    const response = await bench().fetch('/')
    expect(await response.text()).toBe('hello '.repeat(100))
    expect(response.headers.get('content-type')).toBe('text/plain')
    expect(response.headers.has('content-encoding')).toBe(false)
    expect(response.headers.get('keep-alive')).not.toBe('max=7')
  })
})

describeMatrix('a Response that a handler packed', (bench) => {
  it('stays packed', async () => {
    const packed = gzipSync('hello')
    bench().app.get('/', () => new Response(packed, { headers: { 'content-encoding': 'gzip' } }))
    // Asked without `fetch`, which would unpack it.
    expect((await bench().raw('/')).headers.get('content-encoding')).toBe('gzip')
  })
})

describeMatrix('the body of a request', (bench) => {
  it('can be had as a stream after it was parsed', async () => {
    bench().app.post('/', async ({ request }) => {
      await request.json()
      return new Response(request.stream()).text()
    })
    expect(await (await bench().fetch('/', { method: 'POST', json: { a: 1 } })).text()).toBe('{"a":1}')
  })

  it('goes along with a platform Request after it was parsed', async () => {
    bench().app.post('/', async ({ request }) => {
      await request.json()
      return request.toWeb().text()
    })
    expect(await (await bench().fetch('/', { method: 'POST', json: { a: 1 } })).text()).toBe('{"a":1}')
  })

  it('cannot be parsed after its stream was handed out', async () => {
    bench().app.post('/', async ({ request }) => {
      await new Response(request.stream()).text()
      return request.text()
    })
    expect((await bench().fetch('/', { method: 'POST', body: 'x' })).status).toBe(500)
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('BODY_TAKEN')
  })
})

describe('on a socket', () => {
  it('a reply of status 205 has the length 0', async () => {
    expect(await answerTo('GET / HTTP/1.1\r\nHost: a.test')).toMatch(/content-length: 0\r\n[^]*\r\n\r\n$/i)
  })

  it('a target in absolute form names its host once', async () => {
    const answer = await answerTo('GET http://b.test/url?x=1 HTTP/1.1\r\nHost: b.test')
    expect(answer).toMatch(/\r\n\r\nhttp:\/\/b\.test\/url\?x=1$/)
  })

  it('a reply whose stream was taken is answered with a page of the error', async () => {
    expect(await answerTo('GET /taken HTTP/1.1\r\nHost: a.test')).toMatch(/^HTTP\/1\.1 500 /)
  })
})

const quiet = (): void => {}

/** All that comes back for one request, until the server closes. */
async function answerTo(head: string): Promise<string> {
  const app = new App({ logger: { debug: quiet, info: quiet, warn: quiet, error: quiet } })
  app.get('/', () => respond('form', { status: 205 }))
  app.get('/url', ({ request }) => request.url)
  app.get('/taken', () => {
    const body = new ReadableStream<Uint8Array>()
    body.getReader()
    return new Reply(body)
  })
  const listener = await app.listen({ port: 0 })
  try {
    const socket = createConnection(listener.port, '127.0.0.1')
    socket.write(`${head}\r\nConnection: close\r\n\r\n`)
    return await text(socket)
  } finally {
    await listener.close(1000)
    await app.stop()
  }
}
