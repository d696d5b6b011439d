import { once } from 'node:events'
import { connect } from 'node:net'
import { requestText, type Sent } from './scenarios.ts'

/**
 * A load for servers that close the connection behind every answer: so many requests, each by a connection of its own, some at once.
 *
 * @throws when one has another status, or none.
 */
export async function closingLoad(
  port: number,
  sent: Sent,
  amount: number,
  status: number,
  atOnce = 16,
): Promise<void> {
  const request = Buffer.from(requestText(sent))
  let left = amount
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const first = await answerOf(port, request)
      if (!first.startsWith(`HTTP/1.1 ${status} `))
        throw new Error(`"${first.split('\r\n', 1)[0]}" to ${sent.path}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

async function answerOf(port: number, request: Buffer): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' })
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk))
  socket.write(request)
  await once(socket, 'close')
  return text
}
