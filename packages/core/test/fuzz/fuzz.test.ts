import { describe, expect, it } from 'vitest'
import { readRequests } from './framing.ts'
import { fuzz } from './fuzz.ts'
import { fuzzCase } from './fuzz-case.ts'
import { readReplies } from './replies.ts'

describe('the fuzz', () => {
  it('R06: finds nothing that an app cannot stand', { timeout: 120_000 }, async () => {
    const { findings } = await fuzz({ seed: 20, requests: 3000, limit: 3000 })
    expect(findings).toEqual([])
  })

  it('finds the faults of a bad server', { timeout: 60_000 }, async () => {
    const { findings } = await fuzz({ seed: 1, requests: 400, limit: 200, script: 'bad-target.ts' })
    const kinds = new Set(findings.map(({ kind }) => kind))
    expect([...kinds].toSorted()).toEqual([
      'exception',
      'framing',
      'hang',
      'invariant',
      'log',
      'replies',
      'smuggled',
      'status',
    ])
  })

  it('makes the same case of the same seed and index', () => {
    expect(fuzzCase(3, 77)).toEqual(fuzzCase(3, 77))
    expect(fuzzCase(3, 77)).not.toEqual(fuzzCase(4, 77))
  })
})

describe('the strict reader of requests', () => {
  const GET = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n'
  it.each([
    ['one after the other', GET + GET, ['/a', '/a'], true],
    ['one that is cut off', GET + GET.slice(0, -1), ['/a'], false],
    [
      'a body with a request in it',
      `POST /b HTTP/1.1\r\nContent-Length: ${GET.length}\r\n\r\n${GET}`,
      ['/b'],
      true,
    ],
    [
      'chunks',
      `POST /b HTTP/1.1\r\nTransfer-Encoding: ChunKed\r\n\r\n3;x\r\nabc\r\n0\r\nT: x\r\n\r\n${GET}`,
      ['/b', '/a'],
      true,
    ],
    [
      'two framings',
      `POST /b HTTP/1.1\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${GET}`,
      [],
      false,
    ],
    [
      'an unknown coding',
      `POST /b HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n${GET}`,
      [],
      false,
    ],
    ['the end of a connection', `GET /b HTTP/1.1\r\nConnection: close\r\n\r\n${GET}`, ['/b'], false],
  ])('takes %s for what it is', (_, bytes, targets, whole) => {
    expect(readRequests(bytes)).toEqual({ targets, whole })
  })
})

describe('the strict reader of replies', () => {
  it.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab', ['ab'], undefined],
    [
      'chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n',
      ['ab'],
      undefined,
    ],
    ['an interim reply', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n', [''], undefined],
    ['a body to the end', 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nab', ['ab'], undefined],
    ['a space before the colon', 'HTTP/1.1 200 OK\r\nX : y\r\n\r\n', [], 'the field line "X : y"'],
    ['more than the length', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab', ['a'], 'no status line'],
  ])('reads %s', (_, bytes, bodies, fault) => {
    const read = readReplies(bytes, true)
    expect([read.replies.map(({ body }) => body), read.fault]).toEqual([bodies, fault])
  })
})
