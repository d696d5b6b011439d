import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { App, type FileSource, MemoryFiles, type OpenFile } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { afterAll, describe, expect, it } from 'vitest'

const FILES: Readonly<Record<string, string>> = {
  'app.css': 'body { color: red }',
  'app.css.gz': 'packed',
  'sub/b.txt': 'below',
  'empty.txt': '',
  '.env': 'SECRET',
  'sub/.hidden': 'SECRET',
  '.well-known/x': 'well known',
  'large.bin': 'x'.repeat(100_000),
}

const root = mkdtempSync(join(tmpdir(), 'micro-sources-'))
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
afterAll(() => rmSync(root, { recursive: true }))

/** The least that a source can be: nothing of what may be left out. */
const SMALLEST: FileSource = {
  async open(path) {
    const text = Object.hasOwn(FILES, path) ? FILES[path] : undefined
    return text === undefined ? undefined : smallestFile(new Blob([text]))
  },
}

function smallestFile(blob: Blob): OpenFile {
  return {
    size: blob.size,
    modified: new Date('2026-01-01T00:00:00Z'),
    stream: (start, end) => blob.slice(start, end).stream(),
    close: async () => {},
  }
}

const REQUESTS: [path: string, headers?: Record<string, string>][] = [
  ['app.css'],
  ['app.css?v=other'],
  ['app.css', { 'accept-encoding': 'gzip' }],
  ['app.css', { range: 'bytes=0-3' }],
  ['app.css', { range: 'bytes=-3' }],
  ['app.css', { range: 'bytes=99-' }],
  ['app.css', { 'if-none-match': '*' }],
  ['app.css', { 'if-match': '"other"' }],
  ['app.css', { range: 'bytes=0-3', 'if-range': '"other"' }],
  ['sub/b.txt'],
  ['empty.txt'],
  ['empty.txt', { range: 'bytes=0-' }],
  ['large.bin'],
  ['large.bin', { range: 'bytes=70000-' }],
  ['none'],
  ['sub'],
  ['sub/'],
  [''],
  ['.env'],
  ['sub/.hidden'],
  ['.well-known/x'],
  ['sub/../app.css'],
  ['sub%5cb.txt'],
  ['sub%2fb.txt'],
  ['a.txt%00'],
  ['aux.txt'],
  ['__proto__'],
  ['constructor'],
]

describe.each([
  ['files in memory', new MemoryFiles(FILES)],
  ['the smallest source', SMALLEST],
])('%s', (_, source) => {
  const folder = testClient(new App({ staticFolder: root }), { raiseErrors: false })
  const other = testClient(new App({ staticFolder: source }), { raiseErrors: false })

  it.each(REQUESTS)(
    'answers %s %o as a folder does',
    async (...[path, headers = {}]: [string, Record<string, string>?]) => {
      const [expected, got] = await Promise.all(
        [folder, other].map(async (client) => {
          const response = await client.get(`/static/${path}`, { headers })
          const fields = Object.fromEntries(response.headers)
          // Of each source its own.
          for (const name of ['etag', 'last-modified']) delete fields[name]
          return { status: response.status, fields, body: await response.text() }
        }),
      )
      expect(got).toEqual(expected)
    },
  )

  it('answers HEAD as a folder does', async () => {
    const [expected, got] = await Promise.all(
      [folder, other].map(async (client) => {
        const { status, headers } = await client.head('/static/large.bin')
        return [status, headers.get('content-length'), headers.get('accept-ranges')]
      }),
    )
    expect(got).toEqual(expected)
  })
})
