import { describe, expect, it } from 'vitest'
import { ChunkList } from './chunks.ts'

describe('chunks', () => {
  it.each([0, 1, 2, 511, 512, 513, 1023, 1024, 5000])('%i of them are joined in their order', (count) => {
    const whole = Uint8Array.from({ length: 3 * count }, (_, at) => at % 251)
    const list = new ChunkList()
    for (let at = 0; at < whole.length; at += 3) list.add(whole.subarray(at, at + 3))
    expect(list.size).toBe(whole.length)
    expect(Buffer.compare(list.join(), whole)).toBe(0)
    expect(list.join()).toBe(list.join())
  })

  it('a lone one is not copied', () => {
    const list = new ChunkList()
    const chunk = Uint8Array.of(1, 2)
    list.add(chunk)
    expect(list.join()).toBe(chunk)
  })
})
