import type { Server, ServerResponse } from 'node:http'
import { isPromise } from '../ground/promise.ts'
import type { Reply } from '../message/reply.ts'
import type { Handle, ServerLimits } from '../pipeline/platform.ts'
import { asksToClose } from './connection-fields.ts'
import { lingerAfterReply } from './linger.ts'
import type { Message } from './message.ts'
import { type Expectation, NodeSource } from './node-source.ts'
import { sendReply } from './send.ts'
import { inTurn, isNext, type Waiting } from './turn.ts'

/** The most that is left of a body, in bytes, for its connection to be kept: the rest is read and dropped. */
const SMALL = 65_536

/** Takes one request of `node:http` through the pipeline. */
export type Answer = (message: Message, response: ServerResponse, expectation?: Expectation) => void

/** Makes what answers the requests of one server. */
export function createAnswer(handle: Handle, server: Server, limits: ServerLimits): Answer {
  const waiting: Waiting = new WeakMap()
  const { maxHeaderCount, writeTimeout, keepAliveTimeout } = limits

  function run(message: Message, response: ServerResponse, expectation: Expectation): void {
    // Node says it to the client where the connection stays open, and has it from its own timer, which is off.
    Reflect.set(response, '_keepAliveTimeout', keepAliveTimeout)
    const source = new NodeSource(message, response, 'http', maxHeaderCount, expectation)
    const served = handle(source, (reply) => {
      try {
        // While draining, a connection ends with its reply.
        if (!server.listening || endsConnection(source, reply)) response.shouldKeepAlive = false
        if (source.isIncomplete) endBody(source, response)
        return sendReply(response, reply, message.method === 'HEAD', writeTimeout)
      } catch (error) {
        response.destroy()
        throw error
      }
    })
    if (isPromise(served)) served.then(undefined, () => response.destroy())
  }

  function tryRun(message: Message, response: ServerResponse, expectation: Expectation): void {
    try {
      run(message, response, expectation)
    } catch {
      // An app that was stopped while its server goes on: there is nobody who could answer.
      response.destroy()
    }
  }

  return (message, response, expectation) => {
    // Its reply has ended the connection: what comes behind the rest of that request's body is not another one.
    if (message.socket.writableEnded) return
    if (isNext(response)) tryRun(message, response, expectation)
    else inTurn(message, response, waiting, () => tryRun(message, response, expectation))
  }
}

function endsConnection({ refusal, method }: NodeSource, reply: Reply): boolean {
  // Whoever sends TRACE looks for what a server or a proxy adds to a request.
  if (refusal !== undefined || method === 'TRACE') return true
  return reply.onlyType === undefined && asksToClose(reply.headerLines)
}

/** A reply whose request has not arrived to its end. What is left of it is dropped when it is little; else the connection ends. */
function endBody(source: NodeSource, response: ServerResponse): void {
  const { raw } = source
  // Marks the body as being read: otherwise Node would take in whatever comes, without end, or keep the rest of it from its reader.
  raw.read(0)
  if (response.shouldKeepAlive && !source.isUninvited && isSmall(source.header('content-length'))) {
    response.once('finish', () => raw.dismiss())
  } else {
    response.shouldKeepAlive = false
    lingerAfterReply(raw)
  }
}

function isSmall(contentLength: string | undefined): boolean {
  return contentLength !== undefined && Number(contentLength) <= SMALL
}
