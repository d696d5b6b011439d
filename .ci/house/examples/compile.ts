import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type ExampleProject, sourceLine } from './project.ts'

const DIAGNOSTIC = /^(.+?)\((\d+),\d+\): (error .+)$/

/** Type-checks every example in one run of the compiler. Gives a line for each mistake: `page:line error TS…`. */
export function compileExamples(project: ExampleProject): readonly string[] {
  if (!project.examples.some(({ compiled }) => compiled)) return []
  const tsc = join(import.meta.dirname, '../../../node_modules/.bin/tsc')
  const { stdout, stderr } = spawnSync(tsc, ['-p', project.path, '--pretty', 'false'], {
    cwd: project.path,
    encoding: 'utf8',
  })
  const mistakes = new Set(`${stdout}${stderr}`.split('\n').flatMap((line) => atSource(project, line)))
  return [...mistakes]
}

/**
 * A mistake in a package's own source is for the type check of the repository to tell. A file that is carried on to a
 * later folder of its page is checked again, and its mistakes told once. Lines that begin with a space only explain.
 */
function atSource({ examples }: ExampleProject, line: string): readonly string[] {
  const [, file, number, message] = DIAGNOSTIC.exec(line) ?? []
  const example = examples.find((one) => one.file === file)
  if (example) return [`${example.source}:${sourceLine(example, Number(number))} ${message}`]
  return file !== undefined || /^(\s|$)/.test(line) ? [] : [line]
}
