import { expect, it } from 'vitest'
import { summaries, takeTurns } from './rounds.ts'

it('lets all take turns, in an order that moves on, and does not count the rounds that warm up', async () => {
  const order: string[] = []
  const measured = ['a', 'b'].map((name) => ({ name, round: async () => order.push(name) }))
  const taken = await takeTurns(measured, { warmUp: 1, rounds: 2 })
  expect(order.join('')).toBe('abbaab')
  expect(Object.fromEntries(taken)).toEqual({ a: [4, 5], b: [3, 6] })
})

it('warms up in rounds of their own, where there are some', async () => {
  const order: string[] = []
  const push = (text: string) => async () => order.push(text)
  const measured = [
    { name: 'a', round: push('a'), warmUp: push('w') },
    { name: 'b', round: push('b') },
  ]
  await takeTurns(measured, { warmUp: 1, rounds: 1 })
  expect(order.join('')).toBe('wbba')
})

it('puts the rounds of several lives into one list, of whoever was there in all', () => {
  const lives = [
    new Map([
      ['a', [1, 2]],
      ['b', [5, 6]],
    ]),
    new Map([['a', [3, 4]]]),
  ]
  expect(summaries(lives)).toMatchObject({
    a: { rounds: [1, 2, 3, 4], least: 1, median: 2.5, quartiles: [1.25, 3.25] },
  })
  expect(Object.keys(summaries(lives))).toEqual(['a'])
})
