import { expect, it } from 'vitest'
import { head, openWire } from './wire.ts'

it.each([
  ['A16', 'Transfer-Encoding: gzip, chunked', 501],
  ['A33', 'Transfer-Encoding: chunked\r\nConnection: close', 200],
])(
  '%s: what comes behind the rest of a body that ended its connection is no request',
  async (_, field, status) => {
    const seen: string[] = []
    await using wire = await openWire((app) => {
      app.beforeRequest(({ request }) => void seen.push(request.path))
      app.post('/ignored', () => 'not read')
      app.get('/behind', () => 'behind')
    })
    const answer = await wire.send(
      [`${head('POST /ignored HTTP/1.1', field)}0`, `\r\n\r\n${head('GET /behind HTTP/1.1')}`],
      { end: true, pause: 20, patience: 3000 },
    )
    expect([answer.statuses, answer.closed, seen.includes('/behind')]).toEqual([[status], true, false])
  },
)
