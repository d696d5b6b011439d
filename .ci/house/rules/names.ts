import type { House, Rule, Violation } from '../house.ts'

/** A concept has one home, and the home its name: no file or folder is called `utils` or the like. */
export const names: Rule = {
  name: 'empty names',
  check: ({ files, plan }: House): readonly Violation[] =>
    [...files.keys()].flatMap((path) =>
      path
        .split('/')
        .map((part) => part.split('.')[0] ?? '')
        .filter((name) => plan.emptyNames.includes(name))
        .map((name) => ({
          file: path,
          line: 1,
          message: `"${name}" does not say what is inside.`,
          fix: 'Name the file after what it exports, and give each concept its own.',
        })),
    ),
}
