// Fires changed requests at an app and shows what it cannot stand: `pnpm fuzz [--requests N] [--seed N] [--only INDEX] [--connections N]`.
import { parseArgs } from 'node:util'
import { type Finding, fuzz } from './fuzz.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    connections: { type: 'string', default: '8' },
  },
})
const seed = Number(values.seed)
const { requests, cases, seconds, findings } = await fuzz({
  seed,
  requests: values.only === undefined ? Number(values.requests) : 1,
  first: Number(values.only ?? 0),
  connections: Number(values.connections),
  progress: process.stderr.isTTY ? (sent) => process.stderr.write(`\r${sent} requests`) : () => {},
})
for (const finding of findings) show(finding)
const rate = Math.round(requests / seconds)
console.log(
  `\n${requests} requests in ${cases} connections, seed ${seed}: ${findings.length} findings; ${seconds.toFixed(1)} s, ${rate} requests/s`,
)
// A socket that was left half open on purpose would keep this process waiting.
process.exit(findings.length > 0 ? 1 : 0)

function show({ kind, text, each, between, count }: Finding): void {
  console.log(`\n[${kind}] ${text}\n  ${count} times; `)
  if (each === undefined)
    return console.log(`  in one of the cases ${between.join(' to ')}, and in none of them alone`)
  const { index, ending, pause, pieces } = each
  console.log(
    `  first in case ${index} (${ending}, ${pieces.length} pieces, ${pause} ms between): --seed ${seed} --only ${index}`,
  )
  for (const piece of pieces)
    console.log(`  ${JSON.stringify(piece.slice(0, 4000))}${piece.length > 4000 ? ` … ${piece.length}` : ''}`)
}
