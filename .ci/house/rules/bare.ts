import { type House, type Rule, runtimeDependencies, type Violation } from '../house.ts'
import { atManifest } from '../manifest-line.ts'

/** A package that the plan calls bare has no runtime dependency: not required, not as a peer, not optional. */
export const bare: Rule = {
  name: 'bare',
  check(house: House): readonly Violation[] {
    return house.rooms
      .filter((room) => room.plan.bare)
      .flatMap((room) =>
        runtimeDependencies(room).map((name) =>
          atManifest(
            house,
            room,
            name,
            `${room.path} depends on "${name}".`,
            'Write the part it needs, or move the feature to an extension.',
          ),
        ),
      )
  },
}
