import { expect, it } from 'vitest'
import { summaries, takeTurns } from './rounds.ts'

it('lets all take turns, in an order that moves on, and does not count the rounds that warm up', async () => {
  const order: string[] = []
  const measured = ['a', 'b'].map((name) => ({ name, round: async () => order.push(name) }))
  const taken = await takeTurns(measured, { warmUp: 1, rounds: 2 })
  expect(order.join('')).toBe('abbaab')
  expect(Object.fromEntries(taken)).toEqual({ a: [4, 5], b: [3, 6] })
})

it('puts the rounds of several lives into one list, of whoever was there in all', () => {
  const lives = [
    new Map([
      ['a', [1, 2]],
      ['b', [5, 6]],
    ]),
    new Map([['a', [3, 4]]]),
  ]
  expect(summaries(lives)).toMatchObject({ a: { rounds: [1, 2, 3, 4], least: 1, median: 2.5 } })
  expect(Object.keys(summaries(lives))).toEqual(['a'])
})
