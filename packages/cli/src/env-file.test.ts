import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { CliIo, Environment } from './cli-io.ts'
import { loadEnvFile } from './env-file.ts'

function folder(files: Readonly<Record<string, string>> = {}, env: Environment = {}): CliIo {
  const cwd = mkdtempSync(join(tmpdir(), 'micro-env-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  return { cwd, env, stdout: process.stdout, stderr: process.stderr }
}

it('adds the variables of .env, but not over those that are set', () => {
  const io = folder(
    { '.env': `SET=file\nQUOTED="a b" # why\nexport SHARED='x'\n` },
    { SET: 'real', EMPTY: '' },
  )
  expect(loadEnvFile(io, undefined)).toBe(join(io.cwd, '.env'))
  expect(io.env).toEqual({ SET: 'real', EMPTY: '', QUOTED: 'a b', SHARED: 'x' })
})

it('reads the file that is named instead', () => {
  const io = folder({ '.env': 'A=usual', 'test.env': 'A=named' })
  loadEnvFile(io, 'test.env')
  expect(io.env).toEqual({ A: 'named' })
})

it('reads none when there is none, or none is wanted', () => {
  const io = folder({ '.env': 'A=1' })
  expect(loadEnvFile(io, false)).toBeUndefined()
  expect(loadEnvFile(folder(), undefined)).toBeUndefined()
  expect(io.env).toEqual({})
})

it('refuses a file that was named and is not there', () => {
  expect(() => loadEnvFile(folder(), 'prod.env')).toThrow(/ENV_FILE_UNREADABLE.*prod\.env/)
})
