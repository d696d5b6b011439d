import { atLink, type House, rankOf, type Rule, type Violation } from '../house.ts'

/** Everything has its place: each package a floor, each folder of an ordered room a rank, each import an end, each file a meaning. */
export const placed: Rule = {
  name: 'unplaced',
  check: (house: House): readonly Violation[] => [
    ...house.unplaced.map((path) => ({
      file: `${path}/package.json`,
      line: 1,
      message: `${path} stands on no floor.`,
      fix: 'Give it one in .ci/house/floors.config.ts.',
    })),
    ...filesWithoutRank(house),
    ...importsWithoutEnd(house),
    ...[...house.files.values()].flatMap(({ path, facts }) =>
      facts.syntaxErrors.map(({ line, message }) => ({ file: path, line, message, fix: 'Mend the syntax.' })),
    ),
  ],
}

function filesWithoutRank({ files }: House): readonly Violation[] {
  return [...files.values()]
    .filter((file) => file.published && file.room.plan.folders && rankOf(file) === undefined)
    .map(({ path, room }) => ({
      file: path,
      line: 1,
      message: `${path} is in no folder of ${room.path} that has a floor.`,
      fix: 'Move it into one, or name its folder in .ci/house/floors.config.ts.',
    }))
}

function importsWithoutEnd({ links }: House): readonly Violation[] {
  return links
    .filter(({ site, target }) => target.kind === 'unknown' && site.specifier !== undefined)
    .map((link) =>
      atLink(
        link,
        `"${link.site.specifier}" leads nowhere.`,
        'Write the path with its extension, or the name that is exported.',
      ),
    )
}
