import { join } from 'node:path'
import { assert, describe, expect, it, onTestFinished } from 'vitest'
import { collectExamples } from './examples/collect.ts'
import { compileExamples } from './examples/compile.ts'
import { docExamples } from './examples/doc-comments.ts'
import type { Example } from './examples/example.ts'
import { markdownExamples } from './examples/markdown.ts'
import { type ExampleProject, writeExamples } from './examples/project.ts'
import { runExample } from './examples/run.ts'
import { exportedNames } from './exported-names.ts'
import { plan } from './floors.config.ts'
import { openWorkspace } from './workspace.ts'

const workspace = openWorkspace(join(import.meta.dirname, '../..'), plan)

/** Text with `~~~` for fences, so that this file can be read. */
function page(text: string): readonly Example[] {
  return markdownExamples('page.md', text.replaceAll('~~~', '```'))
}

function project(examples: readonly Example[]): ExampleProject {
  const made = writeExamples(workspace, examples)
  onTestFinished(() => made[Symbol.dispose]())
  return made
}

function runnable({ examples }: ExampleProject): Example {
  const found = examples.find(({ run }) => run)
  assert(found)
  return found
}

describe('examples of a page', () => {
  it('are its ts blocks, each a program with the line where it stands', () => {
    const [one, two, ...rest] = page(
      '# Title\n\n~~~ts\nrun()\n~~~\n\n~~~sh\nls\n~~~\n~~~ts no-run\nlook()\n~~~',
    )
    expect(one).toEqual({
      source: 'page.md',
      line: 4,
      code: 'run()',
      setup: '',
      file: 'page.md/1/line-4.ts',
      compiled: true,
      run: true,
    })
    expect(two).toMatchObject({ line: 11, code: 'look()', compiled: true, run: false })
    expect(rest).toEqual([])
  })

  it('lose the indentation of the list they stand in', () => {
    expect(page('- so:\n  ~~~ts\n  if (a)\n    b()\n\n  c()\n  ~~~')).toMatchObject([
      { code: 'if (a)\n  b()\n\nc()' },
    ])
  })

  it('take hidden code from a setup for the next block and from a preamble for all below', () => {
    const text = '<!-- preamble\nall\n-->\n<!-- setup\none\n-->\n~~~ts\na\n~~~\n~~~ts\nb\n~~~'
    expect(page(text).map(({ setup }) => setup)).toEqual(['all\none\n', 'all\n'])
  })

  it('are written beside each other where they name files, in any language', () => {
    const files = page('~~~ts file=app.ts\na\n~~~\n~~~html file=templates/page.html\n<p>\n~~~\n~~~ts\nb\n~~~')
    expect(files.map(({ file, compiled }) => [file, compiled])).toEqual([
      ['page.md/1/app.ts', true],
      ['page.md/1/templates/page.html', false],
      ['page.md/1/line-8.ts', true],
    ])
  })

  it('move to a new folder with the files so far when a file comes again, and only the new one runs', () => {
    const files = page('~~~ts file=a.ts\n1\n~~~\n~~~ts file=b.ts\n2\n~~~\n~~~ts file=a.ts\n3\n~~~')
    expect(files.map(({ file, code, run }) => [file, code, run])).toEqual([
      ['page.md/1/a.ts', '1', true],
      ['page.md/1/b.ts', '2', true],
      ['page.md/2/b.ts', '2', false],
      ['page.md/2/a.ts', '3', true],
    ])
  })
})

const token = {
  specifier: '/house/token.ts',
  names: exportedNames('export class Signer {}\nexport type Token = string'),
}

function setupOf(code: string): string | undefined {
  return docExamples('a.ts', `/**\n * @example\n * ${code}\n */`, [token, token])[0]?.setup
}

describe('examples of a doc comment', () => {
  it('end at the next tag, and know their line', () => {
    const text =
      'const a = 1\n/**\n * Words.\n * @example\n * one()\n *   two()\n * @see there\n */\n/* @example no() */'
    expect(docExamples('a.ts', text, [])).toMatchObject([
      { line: 4, code: '\none()\n  two()', compiled: true, run: false },
    ])
  })

  it('import the names they use, unless they declare them', () => {
    expect(setupOf('const token: Token = new Signer().sign()')).toBe(
      `import { Signer, type Token } from '/house/token.ts'\n`,
    )
    expect(setupOf(`import { Signer } from '@micro/auth'; new Signer()`)).toBe('')
    expect(setupOf('const { a: [Signer = 1], ...rest } = all; class Token {}')).toBe('')
  })

  it('are the inside of a handler when they return', () => {
    const [example] = docExamples('a.ts', '/**\n * @example\n * if (ready) return 1\n * return 2\n */', [])
    expect(
      compileExamples(project(example ? [{ ...example, setup: 'declare const ready: boolean\n' }] : [])),
    ).toEqual([])
  })
})

describe('compiling', () => {
  it('names the page and the line of a mistake, also below a setup', () => {
    const examples = page('<!-- setup\nconst n: number = 1\n-->\n~~~ts\nexport const m = n\nn.trim()\n~~~')
    expect(compileExamples(project(examples))).toEqual([
      `page.md:6 error TS2339: Property 'trim' does not exist on type 'number'.`,
    ])
  })

  it('tells a mistake once, also when its file is carried on', () => {
    const examples = page('~~~ts file=a.ts\n1\n~~~\n~~~ts file=b.ts\nnope\n~~~\n~~~ts file=a.ts\n2\n~~~')
    expect(compileExamples(project(examples))).toEqual([`page.md:5 error TS2304: Cannot find name 'nope'.`])
  })

  it('lets files of a page import each other, and the packages', () => {
    const examples = page(
      `~~~ts file=a.ts\nexport const a = 1\n~~~\n~~~ts\nimport '@micro/core'\nimport { a } from './a.ts'\nexport const b: string = a\n~~~`,
    )
    expect(compileExamples(project(examples))).toEqual([
      `page.md:7 error TS2322: Type 'number' is not assignable to type 'string'.`,
    ])
  })
})

describe('running', () => {
  it.each([
    ['ends', `console.log('done')`],
    [
      'reads a file of its page',
      `import { readFileSync } from 'node:fs'; readFileSync(import.meta.dirname + '/a.txt')`,
    ],
    [
      'serves on a port that is taken',
      `import { createServer } from 'node:http'; createServer((_, r) => r.end('hi')).listen(80)`,
    ],
  ])('is content with a program that %s', async (_, code) => {
    const made = project(page(`~~~txt file=a.txt\n~~~\n~~~ts\n${code}\n~~~`))
    expect(await runExample(made, runnable(made))).toBeUndefined()
  })

  it.each([
    ['throws', `throw new Error('broken')`, 'broken'],
    ['ends with a code', 'process.exit(3)', 'ended with 3'],
    [
      'answers with an error',
      `import { createServer } from 'node:http'
      const server = createServer((_, r) => r.writeHead(500).end()).listen(0)
      process.on('SIGTERM', () => server.close())`,
      'ended with 1',
    ],
  ])('tells of a program that %s', async (_, code, words) => {
    const made = project(page(`~~~ts\n${code}\n~~~`))
    expect(await runExample(made, runnable(made))).toContain(words)
  })
})

describe('this repository', () => {
  const examples = collectExamples(workspace)

  it('has no example that does not compile', { timeout: 60_000 }, () => {
    expect(compileExamples(project(examples))).toEqual([])
  })

  it.concurrent.each(
    examples
      .filter(({ run }) => run)
      .map((example) => [`${example.source}:${example.line}`, example] as const),
  )('runs %s', { timeout: 60_000 }, async (_, example) => {
    const made = project(examples.filter(({ source }) => source === example.source))
    expect(await runExample(made, example)).toBeUndefined()
  })
})
