import type { Command } from '@micro/core'
import { seed } from './seed.ts'

/** `micro seed`. */
export const seedCommand: Command = {
  name: 'seed',
  description: 'Fill an empty blog with four authors and what they have written.',
  run: async (input) => {
    const added = await seed()
    input.print(
      added ? 'The blog has something to read now.' : 'Somebody is here already; nothing was added.',
    )
  },
}
