import type { House, Rule, Violation } from '../house.ts'

/** What a module exports can be read in it: `export *` is not used. */
export const starExports: Rule = {
  name: 'star exports',
  check: ({ files }: House): readonly Violation[] =>
    [...files.values()].flatMap(({ path, facts }) =>
      facts.starExports.map((line) => ({
        file: path,
        line,
        message: '`export *` hides what is exported.',
        fix: 'List the names: `export { one, type Other } from …`.',
      })),
    ),
}
