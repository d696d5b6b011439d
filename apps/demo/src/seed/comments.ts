/** A comment that is there from the start. */
export interface SeedComment {
  /** Title of the post. */
  readonly on: string
  readonly author: string
  /** How long after the post. */
  readonly hours: number
  readonly body: string
}

/** What the crew said to each other. */
export const COMMENTS: readonly SeedComment[] = [
  {
    on: 'What a foggy morning does to a support queue',
    author: 'priya',
    hours: 3,
    body: 'Can we have the fog photographs on the office wall? All of them?',
  },
  {
    on: 'What a foggy morning does to a support queue',
    author: 'tomasz',
    hours: 4,
    body: 'Already at the printer’s. One is mostly grey. They are all mostly grey.',
  },
  {
    on: 'What a foggy morning does to a support queue',
    author: 'ingrid',
    hours: 20,
    body: '“When we will next know” should be in every notice we send, not just for fog. Putting it on Monday’s list.',
  },
  {
    on: 'We deleted the cache and nothing happened',
    author: 'tomasz',
    hours: 2,
    body: 'I can confirm from the other end. “Have you tried reloading?” has not left my keyboard for six days.',
  },
  {
    on: 'We deleted the cache and nothing happened',
    author: 'ingrid',
    hours: 5,
    body: 'What happens in the next storm, though? That is when it was needed.',
  },
  {
    on: 'We deleted the cache and nothing happened',
    author: 'mateo',
    hours: 6,
    body: 'I replayed the log of the January one at four times the speed:\n\n  99th percentile: 41 ms\n\nThe stand-by machine was bored.',
  },
  {
    on: 'Designing for a thumb in a wet glove',
    author: 'ingrid',
    hours: 1,
    body: 'Jonas has asked for his glove back.',
  },
  {
    on: 'Designing for a thumb in a wet glove',
    author: 'mateo',
    hours: 9,
    body: 'The “only on letting go” bit caught a real bug: the old handler fired on touch and the row had moved by the time you let go.',
  },
  {
    on: 'Why we publish our outages',
    author: 'mateo',
    hours: 4,
    body: 'For the record, the entry you wrote twice was my bug both times.',
  },
  {
    on: 'Why we publish our outages',
    author: 'ingrid',
    hours: 5,
    body: 'It was my “we will fix it properly later”, though. That is what the page is for.',
  },
  {
    on: 'A timetable is not a table',
    author: 'tomasz',
    hours: 2,
    body: 'Footnote d is real. I have met the man who wrote it. He is very proud of the 27th.',
  },
  {
    on: 'Twelve questions we answer every week',
    author: 'priya',
    hours: 7,
    body: 'I am going to put “A help page without a date is a rumour” on a mug.',
  },
  {
    on: 'Dark mode, for people who are actually in the dark',
    author: 'mateo',
    hours: 3,
    body: 'I now have “fewer borders” stuck to my own monitor.',
  },
  {
    on: 'One process, one file, two thousand sailings',
    author: 'ingrid',
    hours: 12,
    body: 'Please confirm that the key ring is not the back-up.',
  },
  {
    on: 'One process, one file, two thousand sailings',
    author: 'mateo',
    hours: 13,
    body: 'The key ring is not the back-up. The back-up of the back-up, at most.',
  },
  {
    on: 'Hiring the fifth person',
    author: 'tomasz',
    hours: 6,
    body: 'Two letters so far. One of them came with a drawing of a boat.',
  },
  {
    on: 'Counting passengers without watching them',
    author: 'priya',
    hours: 26,
    body: 'Throwing away the key is the most elegant delete I have ever seen.',
  },
  {
    on: 'Daylight saving time, again',
    author: 'ingrid',
    hours: 5,
    body: 'On the Solvei we just called it “the long night”, and had a second dinner.',
  },
  {
    on: 'A week on the Hollen route',
    author: 'priya',
    hours: 2,
    body: '“I thought that’s how it is” is up on the wall, in 96 point.',
  },
  {
    on: 'Error messages, rewritten',
    author: 'mateo',
    hours: 8,
    body: 'Found one you missed. Ours says “Unknown error” and I would very much like to know who wrote it.',
  },
  { on: 'Error messages, rewritten', author: 'tomasz', hours: 9, body: 'git blame says you did.' },
  {
    on: 'Search logs are a wish list',
    author: 'ingrid',
    hours: 4,
    body: '“last boat” as a feature is the best thing we have shipped since the sort order.',
  },
  {
    on: 'How we test a tide',
    author: 'tomasz',
    hours: 30,
    body: 'The postmaster read this and would like it known that the stick is off, not he.',
  },
  {
    on: 'Meetings we no longer have',
    author: 'priya',
    hours: 1,
    body: 'I do turn it round, and I will not stop.',
  },
  { on: 'Hello from the pier', author: 'tomasz', hours: 2, body: 'I have not made my peace with the floor.' },
]
