import { describe, expect, it } from 'vitest'
import { formatEvent } from './event-stream.ts'

describe('formatEvent', () => {
  it('writes every field, and ends the event', () => {
    expect(formatEvent({ comment: 'c', event: 'news', id: '1', retry: 500, data: 'hello' })).toBe(
      ': c\nevent: news\nid: 1\nretry: 500\ndata: hello\n\n',
    )
    expect(formatEvent({ data: '' })).toBe('data: \n\n')
    expect(formatEvent({})).toBe('\n')
    expect(formatEvent({ retry: 0 })).toBe('retry: 0\n\n')
  })

  it('Z06: splits data and comments at every kind of line break', () => {
    expect(formatEvent({ data: 'a\nb\rc\r\nd\n\ne' })).toBe(
      'data: a\ndata: b\ndata: c\ndata: d\ndata: \ndata: e\n\n',
    )
    expect(formatEvent({ comment: 'a\rdata: x' })).toBe(': a\n: data: x\n\n')
  })

  it.each(['a\nb', 'a\rb', 'a\r\nb', 'a\0b'])('Z06: refuses %j as event and as id', (text) => {
    expect(() => formatEvent({ event: text })).toThrow(expect.objectContaining({ code: 'EVENT_FIELD' }))
    expect(() => formatEvent({ id: text })).toThrow(expect.objectContaining({ code: 'EVENT_FIELD' }))
  })

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('Z06: refuses to retry after %s', (retry) => {
    expect(() => formatEvent({ retry })).toThrow(expect.objectContaining({ code: 'EVENT_FIELD' }))
  })
})
