import { brokenInvariants } from '../invariants.ts'
import type { Outcome } from './fire.ts'
import { readRequests } from './framing.ts'
import type { FuzzCase } from './fuzz-case.ts'
import type { WireReply } from './replies.ts'

/** Something that must not be. */
export interface Fault {
  readonly kind:
    | 'crash'
    | 'exception'
    | 'framing'
    | 'hang'
    | 'invariant'
    | 'log'
    | 'marker'
    | 'replies'
    | 'smuggled'
    | 'status'
  readonly text: string
}

/** By design: what is not built (501), too much at once (503), another version of HTTP (505). */
const EXPECTED = new Set([501, 503, 505])

/** What is wrong with what came back on one connection. */
export function judge(each: FuzzCase, outcome: Outcome): readonly Fault[] {
  const faults: Fault[] = outcome.replies.flatMap(judgeReply)
  if (outcome.hung) faults.push({ kind: 'hang', text: `no end after ${outcome.replies.length} replies` })
  if (outcome.fault !== undefined) faults.push({ kind: 'framing', text: outcome.fault })
  return [
    ...faults,
    ...judgeCount(each, outcome),
    ...(each.ending === 'wait' ? judgeClean(each, outcome) : []),
  ]
}

/** How often the bytes of a case ask openly, at the right place, for what starts like `path`. */
export function asksFor(path: string, { pieces }: FuzzCase): number {
  return readRequests(pieces.join('')).targets.filter((target) => decoded(target).includes(path)).length
}

function decoded(target: string): string {
  return target.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

function judgeReply(reply: WireReply): readonly Fault[] {
  const { status, body } = reply
  const broken = brokenInvariants(reply).map((text) => ({ kind: 'invariant', text }) as const)
  if (status < 500 || EXPECTED.has(status)) return broken
  return [...broken, { kind: 'status', text: `${status}: ${body.slice(0, 100)}` }]
}

/** Requests without a fault: each has its reply, in whole. */
function judgeClean({ requests }: FuzzCase, { replies, cut }: Outcome): readonly Fault[] {
  const text = `${replies.length} replies to ${requests} good requests${cut ? ', the last one cut off' : ''}`
  const odd = replies.filter(({ status }) => status >= 500).map(({ status }) => `${status} to a good request`)
  return [...(replies.length === requests && !cut ? [] : [text]), ...odd].map((each) => ({
    kind: 'replies',
    text: each,
  }))
}

/** A server that answers more requests than a strict reader finds has read some of them out of another. */
function judgeCount(each: FuzzCase, { replies }: Outcome): readonly Fault[] {
  const { targets, whole } = readRequests(each.pieces.join(''))
  const most = targets.length + (whole ? 0 : 1)
  const smuggled = replies.filter(({ body }) => body === 'smuggled').length - asksFor('/smuggled/', each)
  const faults: readonly (readonly [boolean, Fault])[] = [
    [replies.length > most, { kind: 'replies', text: `${replies.length} replies, at most ${most} are due` }],
    [smuggled > 0, { kind: 'smuggled', text: 'a request out of the body of another is answered' }],
  ]
  return faults.filter(([is]) => is).map(([, fault]) => fault)
}
