/**
 * Shows the house by floor and fails when a law of it is broken: `pnpm floors`.
 *
 * The floors stand in floors.config.ts, the laws in rules/.
 */
import { join } from 'node:path'
import { floorTable } from './floor-table.ts'
import { plan } from './floors.config.ts'
import { openHouse } from './house.ts'
import { type Finding, inspect } from './laws.ts'

const house = openHouse(join(import.meta.dirname, '../..'), plan)
const findings = inspect(house)

console.log(floorTable(house))
for (const finding of findings) describe(finding)
console.log(`\n${countOf('upward')} upward, ${countOf('circular')} circles`)
console.log(
  findings
    .slice(2)
    .map(({ rule, violations }) => `${violations.length} ${rule.name}`)
    .join(', '),
)
process.exitCode = findings.some(({ violations }) => violations.length > 0) ? 1 : 0

function describe({ rule, violations }: Finding): void {
  for (const { file, line, message, fix } of violations) {
    console.log(`\n${file}:${line}  [${rule.name}]\n  ${message}\n  Fix: ${fix}`)
  }
}

function countOf(name: string): number {
  return findings.find(({ rule }) => rule.name === name)?.violations.length ?? 0
}
