/**
 * Compiles every example of the documentation and runs those of its pages: `node .ci/house/examples.ts`; with the names of
 * files only theirs: `node .ci/house/examples.ts docs/urls.md`.
 *
 * How a page marks its blocks stands in examples/markdown.ts, where doc comments take names from in examples/doc-comments.ts.
 */
import { join } from 'node:path'
import { collectExamples } from './examples/collect.ts'
import { compileExamples } from './examples/compile.ts'
import { writeExamples } from './examples/project.ts'
import { runExample } from './examples/run.ts'
import { plan } from './floors.config.ts'
import { openWorkspace } from './workspace.ts'

const workspace = openWorkspace(join(import.meta.dirname, '../..'), plan)
const asked = process.argv.slice(2)
const wanted = collectExamples(workspace).filter(({ source }) => asked.length === 0 || asked.includes(source))
using project = writeExamples(workspace, wanted)

const mistakes = [...compileExamples(project)]
const runnable = project.examples.filter(({ run }) => run)
for (const example of runnable) {
  const failure = await runExample(project, example)
  if (failure !== undefined) mistakes.push(`${example.source}:${example.line} ${failure}`)
}
console.log([...mistakes, ''].join('\n'))
console.log(
  `${project.examples.length} examples compiled, ${runnable.length} run, ${mistakes.length} mistakes`,
)
process.exitCode = mistakes.length > 0 ? 1 : 0
