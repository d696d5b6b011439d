import { App, Reply, respond } from '@micro/core'
import { Compression, type CompressionOptions } from '@micro/core/extensions'
import { testClient } from '@micro/core/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeMatrix } from '../matrix.ts'

const LONG = 'Hello, World! '.repeat(500)
const GZIP = { 'accept-encoding': 'gzip' }

describe('compression at set-up', () => {
  it('refuses codings that there are not', () => {
    expect(() => new App().register(new Compression(), Object({ codings: ['zip'] }))).toThrow('EXTENSION_OPTIONS')
    expect(() => new App().register(new Compression(), { threshold: -1 })).toThrow('EXTENSION_OPTIONS')
  })
})

describeMatrix('compression', (bench) => {
  const use = (options: Partial<CompressionOptions> = {}): void => {
    const { app } = bench()
    app.register(new Compression(options))
    app.get('/', () => LONG)
    app.get('/short', () => 'Hello')
    app.get('/bytes', () => new Reply(new TextEncoder().encode(LONG), 'image/svg+xml'))
    app.get('/stream', () => new Reply(new Blob([LONG]).stream(), 'text/plain; charset=utf-8'))
  }

  it.each(['gzip', 'deflate'])('packs a long text by %s', async (coding) => {
    use()
    const { status, headers, body } = await bench().raw('/', { headers: { 'accept-encoding': coding } })
    expect(status).toBe(200)
    expect(headers.get('content-encoding')).toBe(coding)
    expect(headers.get('vary')).toBe('accept-encoding')
    expect(body.length).toBeLessThan(LONG.length / 10)
  })
})
