/** A server with every fault that the fuzz looks for: it must find them all. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tell, untilParentLeaves } from './target-messages.ts'

let asked = 0

const server = createServer((request, response) => {
  const path = request.url ?? ''
  if (path.startsWith('/hello')) response.writeHead(500).end('TypeError: at view (/src/view.ts:1:2)')
  else if (path.startsWith('/int')) setTimeout(() => JSON.parse('{'), 0)
  else if (path.startsWith('/query')) tell({ fault: 'log', text: 'Exception on /query' })
  else if (path.startsWith('/cookies')) request.socket.end('HTTP/1.1 200 OK\r\nX : y\r\n\r\n')
  else if (path.startsWith('/json')) {
    tell({ smuggled: '0' })
    response.end('{}')
    request.socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
  } else if (path.startsWith('/marker/') && asked++ % 3 === 0) response.end('another')
  else if (path !== '/slow')
    response.end(path.startsWith('/marker/') ? path.slice(1).replace('/', ' ') : 'fine')
})
server.listen(0, '127.0.0.1', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has one
  const { port } = server.address() as AddressInfo
  tell({ port })
})
untilParentLeaves(() => server.close())
