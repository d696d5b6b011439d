import type { House, Rule, Violation } from '../house.ts'

/** A module's types are its own: nobody adds to them from outside by `declare module` or `declare global`. */
export const ambient: Rule = {
  name: 'ambient declarations',
  check: ({ files }: House): readonly Violation[] =>
    [...files.values()].flatMap(({ path, facts }) =>
      facts.ambient.map((line) => ({
        file: path,
        line,
        message: 'An ambient declaration changes the types of everyone in the program.',
        fix: 'Give the value a type of its own: a typed key, a generic parameter, an interface on a lower floor.',
      })),
    ),
}
