import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** How a run of the tests ended. */
interface Figures {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/**
 * A reporter that writes `N passed, N failed, N skipped` into a file when the run has ended, however it ended.
 *
 * A file that could not be loaded and an error outside any test count as failed; a test to be written as skipped.
 */
export class FiguresReporter implements Reporter {
  readonly #file: string

  /** @param file - Where the line goes; its folder is made if need be. */
  constructor(file: string) {
    this.#file = file
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const { passed, failed, skipped } = figuresOf(modules, unhandledErrors.length)
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(this.#file, `${passed} passed, ${failed} failed, ${skipped} skipped\n`)
  }
}

function figuresOf(modules: readonly TestModule[], unhandled: number): Figures {
  const states = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => test.result().state),
  )
  const count = (...wanted: readonly string[]): number =>
    states.filter((state) => wanted.includes(state)).length
  const unloaded = modules.filter((module) => module.errors().length > 0).length
  return {
    passed: count('passed'),
    failed: count('failed') + unloaded + unhandled,
    skipped: count('skipped', 'pending'),
  }
}
