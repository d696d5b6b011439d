/** Somebody who is there from the start. */
export interface SeedAuthor {
  readonly username: string
  readonly name: string
  readonly bio: string
}

/** The crew. */
export const AUTHORS: readonly SeedAuthor[] = [
  {
    username: 'ingrid',
    name: 'Ingrid Solheim',
    bio: 'Nine years a deckhand, six years explaining to software people what a deckhand needs. Started Tidetable in a net loft with a sloping floor.',
  },
  {
    username: 'mateo',
    name: 'Mateo Rivas',
    bio: 'Writes the code and then takes most of it out again. Collects time zones. Will tell you about the moon if you let him.',
  },
  {
    username: 'priya',
    name: 'Priya Nair',
    bio: 'Designs for wet gloves, low sun and one bar of signal. Believes in real buttons, good paper and leaving room for a pencil.',
  },
  {
    username: 'tomasz',
    name: 'Tomasz Wilk',
    bio: 'Answers the phone. Reads every search that found nothing. Knows which harbours have a kettle.',
  },
]

/** The account that the demo prints when it starts. */
export const DEMO_LOGIN = { username: 'ingrid', password: 'low tide at noon' } as const
