// Uploads of 1 GiB and clients that leave: memory, files and descriptors of the server. `pnpm bench:uploads [MiB]`.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Claim, counted, settle } from '../house/claims.ts'
import { readOptions, wholeNumber } from '../house/options.ts'
import { Scratch } from '../house/scratch.ts'
import { cuts, leave, sendFile, sendForm, type State, stateOf } from './client.ts'

const MEBIBYTE = 1_048_576
const MOST_GROWTH = 64
/** How often each cut is made. */
const ROUNDS = 5

const options = readOptions({ name: 'uploads', rest: ['MiB'] })
const size = wholeNumber('MiB', options.rest[0], 1024) * MEBIBYTE
using temporary = new Scratch('uploads')
const server = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], {
  env: { ...process.env, TMPDIR: temporary.folder },
  stdio: ['ignore', 'pipe', 'inherit'],
})

try {
  const origin = await addressOf()
  const claims = [...(await uploads(origin)), ...(await departures(origin))]
  settle(claims)
} finally {
  server.kill()
}

function addressOf(): Promise<string> {
  return new Promise((resolve, reject) => {
    server.stdout.setEncoding('utf8').once('data', (line: string) => resolve(line.trim()))
    server.once('exit', () => reject(new Error('The server did not start')))
  })
}

async function uploads(origin: string): Promise<Claim[]> {
  const ways: readonly (readonly [string, (bytes: number) => Promise<boolean>])[] = [
    ['form() to a temporary file', async (bytes) => (await sendForm(origin, '/form', bytes)) === bytes],
    ['parts() counted', async (bytes) => (await sendForm(origin, '/parts', bytes)) === bytes],
    ['stream() to a SHA-256', (bytes) => sendFile(origin, '/stream', bytes)],
  ]
  const claims: Claim[] = []
  console.log(
    `${size / MEBIBYTE} MiB by`.padEnd(30),
    'seconds'.padStart(8),
    'MB/s'.padStart(8),
    'RSS growth'.padStart(12),
  )
  for (const [name, upload] of ways) {
    // What code and buffers take the first time is no growth.
    await upload(32 * MEBIBYTE)
    const { rss } = await stateOf(origin)
    const start = performance.now()
    const right = await upload(size)
    const seconds = (performance.now() - start) / 1000
    const growth = ((await stateOf(origin)).peak - rss) / MEBIBYTE
    const cells = [seconds.toFixed(1).padStart(8), (size / 1e6 / seconds).toFixed(0).padStart(8)]
    console.log(name.padEnd(30), ...cells, `${growth.toFixed(1).padStart(8)} MiB`)
    claims.push({ text: `${name}: everything has arrived`, outcome: counted(right) })
    claims.push({
      text: `${name}: grows by less than ${MOST_GROWTH} MiB`,
      outcome: counted(growth < MOST_GROWTH),
    })
  }
  return claims
}

async function departures(origin: string): Promise<Claim[]> {
  const claims: Claim[] = []
  const before = await stateOf(origin)
  console.log(`\n${'a client leaves'.padEnd(30)} ${'files'.padStart(8)} ${'descriptors'.padStart(12)}`)
  for (const [where, sent] of cuts()) {
    await Promise.all(Array.from({ length: ROUNDS }, () => leave(origin, sent)))
    const { temporaryFiles, descriptors } = await settled(origin, before)
    const extra = descriptors - before.descriptors
    console.log(where.padEnd(30), String(temporaryFiles).padStart(8), String(extra).padStart(12))
    claims.push({ text: `${where}: nothing is left`, outcome: counted(temporaryFiles === 0 && extra <= 0) })
  }
  return claims
}

/** How the server is when it had the time to notice. */
async function settled(origin: string, before: State): Promise<State> {
  let state = await stateOf(origin)
  for (let i = 0; i < 50; i++) {
    if (state.temporaryFiles === 0 && state.descriptors <= before.descriptors) return state
    await sleep(100)
    state = await stateOf(origin)
  }
  return state
}
