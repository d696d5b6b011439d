import { type Seed } from './corpus.ts'
import type { Random } from './random.ts'

type Mutation = (text: string, random: Random) => string

/** Bytes that mean something to one parser or another. */
const BYTES = [
  '\0',
  '\t',
  '\n',
  '\r',
  '\r\n',
  ' ',
  '"',
  '%',
  '%00',
  ',',
  '/',
  ':',
  ';',
  '\\',
  '\x0b',
  '\x7f',
  '\x80',
  '\xff',
] as const

/** Field lines about framing, as attackers write them. */
const FRAMING = [
  'Content-Length: 0',
  'Content-Length: 5',
  'Content-Length: +5',
  'Content-Length: 5, 5',
  'Content-Length: 0x5',
  'Content-Length: 18446744073709551616',
  'Content-Length : 5',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: CHUNKED',
  'Transfer-Encoding: chunked, identity',
  'Transfer-Encoding: identity',
  'Transfer-Encoding:\x0bchunked',
  'Transfer-Encoding : chunked',
  ' Transfer-Encoding: chunked',
  'Transfer-Encoding:\r\n chunked',
  'X: y\rTransfer-Encoding: chunked',
  'X: y\nTransfer-Encoding: chunked',
  'Connection: keep-alive, transfer-encoding',
  'Connection: close',
  'Trailer: Host',
  'Expect: 100-continue',
  'Upgrade: websocket',
  'Content-Encoding: gzip',
  'Host: other.test',
] as const

const NUMBERS = [
  '0',
  '1',
  '-1',
  '00',
  '5',
  '+1',
  '0x10',
  '7fffffff',
  'ffffffffffffffff',
  '99999999999999999999',
  '1e3',
  '',
] as const

const flipBit: Mutation = (text, random) => {
  const at = random.int(text.length)
  return spliced(text, at, 1, String.fromCharCode(text.charCodeAt(at) ^ (1 << random.int(8))))
}

const insertByte: Mutation = (text, random) =>
  spliced(text, random.int(text.length + 1), 0, random.pick(BYTES))

const replaceByte: Mutation = (text, random) => spliced(text, random.int(text.length), 1, random.pick(BYTES))

const cutOut: Mutation = (text, random) => spliced(text, random.int(text.length), 1 + random.int(12), '')

const truncate: Mutation = (text, random) => text.slice(0, random.int(text.length + 1))

const duplicateLine: Mutation = (text, random) =>
  byLines(text, random, (lines, at) => lines.toSpliced(at, 0, lines[at] ?? ''))

const dropLine: Mutation = (text, random) => byLines(text, random, (lines, at) => lines.toSpliced(at, 1))

const swapLines: Mutation = (text, random) =>
  byLines(text, random, (lines, at) => lines.toSpliced(at, 2, lines[at + 1] ?? '', lines[at] ?? ''))

const addFraming: Mutation = (text, random) =>
  byLines(text, random, (lines, at) => lines.toSpliced(Math.max(1, at), 0, random.pick(FRAMING)))

/** Lengths, chunk sizes, ranges, versions: whatever is a number. */
const changeNumber: Mutation = (text, random) =>
  changeMatch(text, random, /\d[0-9a-f]*/gi, () => random.pick(NUMBERS))

const changeBoundary: Mutation = (text, random) =>
  changeMatch(text, random, /-{0,2}BOUND(?:--)?/g, (found) =>
    random.pick([`${found}-`, `-${found}`, 'BOUN', `"${found}"`, '', `${found} `, `${found}\t`]),
  )

const bareLineBreak: Mutation = (text, random) =>
  changeMatch(text, random, /\r\n/g, () => random.pick(['\n', '\r', '\r\r\n', '\r\n ', '\r\n\r\n']))

const encodeCharacter: Mutation = (text, random) => {
  const at = random.int(Math.min(text.length, 40))
  const code = text.charCodeAt(at).toString(16).padStart(2, '0')
  return spliced(
    text,
    at,
    1,
    random.pick([`%${code}`, `%25${code}`, `%${code.toUpperCase()}`, `%c0%${code}`]),
  )
}

const longRun: Mutation = (text, random) =>
  spliced(
    text,
    random.int(text.length + 1),
    0,
    random.pick([...BYTES, 'a', '0', '-']).repeat(random.pick([100, 1000, 9000, 20_000])),
  )

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  flipBit,
  insertByte,
  replaceByte,
  cutOut,
  truncate,
  duplicateLine,
  dropLine,
  swapLines,
  addFraming,
  addFraming,
  changeNumber,
  changeNumber,
  changeBoundary,
  bareLineBreak,
  encodeCharacter,
  longRun,
]

/** Changes a request in one to four ways. */
export function mutate(seed: Seed, id: number, random: Random): string {
  let text = seed(id)
  for (let count = 1 + random.int(4); count > 0 && text !== ''; count--)
    text = random.pick(MUTATIONS)(text, random)
  return text
}

function spliced(text: string, at: number, length: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + length)
}

function byLines(
  text: string,
  random: Random,
  change: (lines: readonly string[], at: number) => readonly string[],
): string {
  const lines = text.split('\r\n')
  return change(lines, random.int(lines.length)).join('\r\n')
}

function changeMatch(text: string, random: Random, pattern: RegExp, by: (found: string) => string): string {
  const found = [...text.matchAll(pattern)]
  const one = found[random.int(found.length)]
  return one === undefined ? text : spliced(text, one.index, one[0].length, by(one[0]))
}
