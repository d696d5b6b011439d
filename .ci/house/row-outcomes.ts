import type { Outcome } from './row-tally.ts'

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[]
      readonly title: string
      readonly status: string
    }[]
  }[]
}

/** How every test of a run ended, out of what `vitest --reporter=json` wrote. */
export function outcomesOf(json: string): readonly Outcome[] {
  const { testResults }: Report = JSON.parse(json)
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => ({
      titles: [...ancestorTitles, title],
      state: status === 'passed' || status === 'failed' ? status : 'skipped',
    })),
  )
}
