import { describe, expect, it } from 'vitest'
import { BadRequest, ContentTooLarge } from '../ground/http-error.ts'
import { FetchSource } from './fetch-source.ts'

function sourceOf(chunks: readonly string[], failure?: Error): FetchSource {
  const texts = [...chunks]
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const text = texts.shift()
      if (text !== undefined) controller.enqueue(new TextEncoder().encode(text))
      else if (failure === undefined) controller.close()
      else controller.error(failure)
    },
  })
  return new FetchSource(new Request('http://a.test/', { method: 'POST', body, duplex: 'half' }))
}

async function textOf(source: FetchSource, limit: number): Promise<string> {
  return new TextDecoder().decode(await source.read(limit, (bytes) => bytes))
}

describe('the body of a platform request', () => {
  it.each([
    [[], ''],
    [['abc'], 'abc'],
    [['ab', '', 'cd', 'e'], 'abcde'],
  ])('is put together: %j', async (chunks, text) => {
    expect(await textOf(sourceOf(chunks), 5)).toBe(text)
  })

  it('is nothing where there is none', async () => {
    expect(await new FetchSource(new Request('http://a.test/')).read(5, (bytes) => bytes)).toEqual(
      new Uint8Array(),
    )
  })

  it('that does not say how long it is, is refused when it becomes too long', async () => {
    await expect(sourceOf(['abc', 'def', 'ghi']).read(5, (bytes) => bytes)).rejects.toBeInstanceOf(
      ContentTooLarge,
    )
  })

  it('that says less than comes, is refused when it becomes too long', async () => {
    const lying = new Request('http://a.test/', {
      method: 'POST',
      body: 'abcdef',
      headers: { 'content-length': '1' },
    })
    await expect(new FetchSource(lying).read(5, (bytes) => bytes)).rejects.toBeInstanceOf(ContentTooLarge)
  })

  it('that fails on its way, is cut off by the client', async () => {
    const cause = new Error('reset')
    const refused = sourceOf(['abc'], cause).read(5, (bytes) => bytes)
    await expect(refused).rejects.toBeInstanceOf(BadRequest)
    await expect(refused).rejects.toMatchObject({ detail: 'The body was cut off', cause })
  })

  it('that somebody has read, is not there any more', async () => {
    const source = sourceOf(['abc'])
    await source.read(5, (bytes) => bytes)
    await expect(source.read(5, (bytes) => bytes)).rejects.toMatchObject({
      detail: 'The body was read already',
    })
  })
})
