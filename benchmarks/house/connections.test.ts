import { createServer, type RequestListener } from 'node:http'
import { expect, it, vi } from 'vitest'
import { Connections } from './connections.ts'
import { portOf } from './port-of.ts'

const SENT = { method: 'POST', path: '/echo', body: '{"a":1}' } as const

/** Serves until the test is over. */
async function serve(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: portOf(server), [Symbol.dispose]: () => server.close().closeAllConnections() }
}

it('sends as many requests as it is asked to, whole ones', async () => {
  const bodies: string[] = []
  using served = await serve((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => bodies.push(text))
    request.on('end', () => response.writeHead(200, { 'content-length': 2 }).end('ok'))
  })
  using connections = await Connections.open(served.port, SENT, 4)
  await connections.send(10)
  await connections.send(3)
  // And the one by which it learns how long an answer is.
  expect(bodies).toEqual(Array.from({ length: 14 }, () => SENT.body))
})

it('finds the end of an answer in chunks', async () => {
  let count = 0
  using served = await serve((_request, response) => {
    count++
    response.write('x'.repeat(100))
    setTimeout(() => response.end('x'.repeat(100)), 5)
  })
  using connections = await Connections.open(served.port, { method: 'GET', path: '/' }, 2)
  await connections.send(6)
  expect(count).toBe(7)
})

it('opens again what the server has closed between rounds', async () => {
  let count = 0
  using served = await serve((_request, response) => {
    count++
    response.writeHead(200, { 'content-length': 2 }).end('ok')
  })
  using connections = await Connections.open(served.port, { method: 'GET', path: '/' }, 2)
  await connections.send(4)
  served.server.closeAllConnections()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await connections.send(4)
  // Each new one has asked for one answer more.
  expect(count).toBe(11)
})

it('opens anew what has waited for so long that the server may close it', async () => {
  const seen = new Set<unknown>()
  using served = await serve((request, response) => {
    seen.add(request.socket)
    response.writeHead(200, { 'content-length': 2 }).end('ok')
  })
  using connections = await Connections.open(served.port, { method: 'GET', path: '/' }, 2)
  await connections.send(4)
  await connections.send(4)
  expect(seen.size).toBe(2)
  const later = performance.now() + 4500
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => later)
  await connections.send(4)
  clock.mockRestore()
  expect(seen.size).toBe(4)
})

it('fails when a connection is closed in the middle of a round', async () => {
  let count = 0
  using served = await serve((request, response) => {
    if (++count > 3) request.socket.destroy()
    else response.writeHead(200, { 'content-length': 2 }).end('ok')
  })
  using connections = await Connections.open(served.port, { method: 'GET', path: '/' }, 1)
  await expect(connections.send(10)).rejects.toThrow('closed')
})
