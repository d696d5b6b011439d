import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What the compiler says of one program. */
export interface Cost {
  readonly instantiations: number
  /** In seconds; rough. */
  readonly checkTime: number
}

const folder = join(import.meta.dirname, '..', '.cache', 'types')
const flags = [
  '--ignoreConfig --noEmit --extendedDiagnostics --strict --skipLibCheck --exactOptionalPropertyTypes',
  '--module nodenext --target es2024 --lib es2025,esnext.disposable --types node',
  '--allowImportingTsExtensions --customConditions @micro/source',
]
  .join(' ')
  .split(' ')

/**
 * Type-checks a program by itself.
 *
 * @throws Error with what the compiler says when the program has a mistake: a wrong program measures nothing.
 */
export async function measure(name: string, source: string): Promise<Cost> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${name}.ts`)
  await writeFile(file, source)
  const tsc = join(import.meta.dirname, '..', '..', 'node_modules', '.bin', 'tsc')
  const { stdout } = await promisify(execFile)(tsc, [...flags, file], { maxBuffer: 64 * 1024 * 1024 })
  return { instantiations: read(stdout, 'Instantiations'), checkTime: read(stdout, 'Check time') }
}

function read(report: string, label: string): number {
  const value = new RegExp(`^${label}:\\s+([\\d.]+)`, 'm').exec(report)?.[1]
  if (value === undefined) throw new Error(`The compiler printed no "${label}":\n${report}`)
  return Number(value)
}
