import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FuzzCase } from './fuzz-case.ts'
import { readReplies, type WireReplies } from './replies.ts'

/** What came back on the connection of a case. */
export interface Outcome extends WireReplies {
  /** Whether the server kept the connection open without a reply, for longer than it may. */
  readonly hung: boolean
}

/** Sends a case over a connection of its own and reads what comes back. Never rejects. */
export async function fire(
  port: number,
  { pieces, pause, ending, requests }: FuzzCase,
  limit: number,
): Promise<Outcome> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
  let received = ''
  const closed = new Promise<void>((resolve) => {
    // A server may break off a connection whose bytes it does not want: what it has said until then counts.
    socket
      .on('error', () => {})
      .on('end', resolve)
      .on('close', () => resolve())
  })
  let ended = false
  void closed.then(() => (ended = true))
  const answered = new Promise<void>((resolve) => {
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text
      if (ending === 'wait' && readReplies(received, false).replies.length >= requests) resolve()
    })
  })
  await write(socket, pieces, pause)
  let inTime = true
  if (ending === 'reset') {
    socket.resetAndDestroy()
  } else {
    if (ending === 'wait') inTime = await within(limit, Promise.race([answered, closed]))
    socket.end()
    inTime = inTime && (await within(limit, closed))
  }
  socket.destroy()
  return { ...readReplies(received, ended), hung: !inTime }
}

async function write(socket: Socket, pieces: readonly string[], pause: number): Promise<void> {
  for (const [i, piece] of pieces.entries()) {
    if (i > 0) await sleep(pause)
    if (socket.destroyed) return
    socket.write(piece, 'latin1')
  }
}

/** Whether something happens in time. */
async function within(limit: number, happening: Promise<void>): Promise<boolean> {
  const late = Promise.withResolvers<false>()
  const timer = setTimeout(() => late.resolve(false), limit)
  const inTime = await Promise.race([happening.then(() => true), late.promise])
  clearTimeout(timer)
  return inTime
}
