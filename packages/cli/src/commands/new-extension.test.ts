import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runCli } from '../run-cli.ts'
import { extensionNames } from './extension-names.ts'

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'micro-new-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function newExtension(cwd: string, name: string): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await runCli(['new', 'extension', name], {
    cwd,
    env: {},
    stdout: { write: (text) => void (out += text) },
    stderr: { write: (text) => void (err += text) },
  })
  return { code, out, err }
}

describe('micro new extension', () => {
  it('writes a package with the names in place, and says what to type next', async () => {
    const cwd = emptyFolder()
    const { code, out, err } = await newExtension(cwd, '@acme/rate-limit')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(
      /^Wrote @acme\/micro-rate-limit:\n[^]*micro-rate-limit\/src\/index\.test\.ts[^]*Next:\n {2}cd micro-rate-limit\n {2}npm install\n {2}npm test\n$/,
    )
    const read = (path: string): string => readFileSync(join(cwd, 'micro-rate-limit', path), 'utf8')
    expect(JSON.parse(read('package.json'))).toMatchObject({
      name: '@acme/micro-rate-limit',
      peerDependencies: { '@micro/core': expect.stringMatching(/^\^\d/) },
    })
    expect(read('src/index.ts')).toContain("readonly name = 'rateLimit'")
    for (const path of ['package.json', 'src/index.ts', 'src/index.test.ts', 'README.md', 'LICENSE'])
      expect(read(path)).not.toMatch(/PACKAGE|CLASS|EXTENSION|CORE_RANGE|YEAR/)
  })

  it('writes over nothing: a folder with something in it stays as it is', async () => {
    const cwd = emptyFolder()
    mkdirSync(join(cwd, 'micro-mine'))
    writeFileSync(join(cwd, 'micro-mine/package.json'), '{}')
    const { code, err } = await newExtension(cwd, 'mine')
    expect([code, err]).toEqual([1, expect.stringContaining('NEW_FOLDER_TAKEN')])
    expect(readFileSync(join(cwd, 'micro-mine/package.json'), 'utf8')).toBe('{}')
    expect(existsSync(join(cwd, 'micro-mine/src'))).toBe(false)
  })

  it.each([
    '',
    'Rate',
    'rate_limit',
    '../up',
    'a/b',
    '@acme/',
    'rate--limit',
    '1st',
    'micro',
    'x'.repeat(300),
  ])('refuses the name "%s" and writes nothing', async (name) => {
    const cwd = emptyFolder()
    const { code, err } = await newExtension(cwd, name)
    expect([code, err]).toEqual([1, expect.stringContaining('NEW_NAME')])
    expect(existsSync(join(cwd, 'micro-rate'))).toBe(false)
  })

  it.each([
    ['rate-limit', 'micro-rate-limit', 'RateLimit', 'rateLimit'],
    ['micro-cache', 'micro-cache', 'Cache', 'cache'],
    ['@acme/s3', '@acme/micro-s3', 'S3', 's3'],
  ])('calls %s %s, %s and %s', (typed, packageName, className, extensionName) => {
    expect(extensionNames(typed)).toMatchObject({ packageName, className, extensionName })
  })
})
