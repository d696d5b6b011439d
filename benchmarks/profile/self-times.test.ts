import { expect, it } from 'vitest'
import { type Profile, selfAllocations, selfTimes } from './self-times.ts'

const frame = (functionName: string, url: string) => ({ functionName, url, lineNumber: 3, columnNumber: 0 })

it('adds up the time of each function, whoever has called it', () => {
  const profile: Profile = {
    nodes: [
      { id: 1, callFrame: frame('serve', 'file:///build/dist/index.js') },
      { id: 2, callFrame: frame('end', 'node:_http_outgoing') },
      { id: 3, callFrame: frame('end', 'node:_http_outgoing') },
      { id: 4, callFrame: frame('(garbage collector)', '') },
      { id: 5, callFrame: frame('(idle)', '') },
    ],
    samples: [1, 2, 3, 1, 4, 5],
    timeDeltas: [10, 20, 30, 5, 7, 900],
  }
  expect(selfTimes(profile, '/build').map(({ name, group, time }) => [name, group, time])).toEqual([
    ['(idle)', 'idle', 900],
    ['end', 'node', 50],
    ['serve', 'micro', 15],
    ['(garbage collector)', 'collection', 7],
  ])
})

it('adds up the bytes that each function has allocated', () => {
  const leaf = { callFrame: frame('once', 'node:events'), selfSize: 200, children: [] }
  const head = {
    callFrame: frame('(root)', ''),
    selfSize: 0,
    children: [
      { callFrame: frame('serve', 'file:///build/dist/index.js'), selfSize: 300, children: [leaf] },
      { callFrame: frame('once', 'node:events'), selfSize: 150, children: [] },
    ],
  }
  expect(selfAllocations(head, '/build').map(({ name, group, time }) => [name, group, time])).toEqual([
    ['once', 'node', 350],
    ['serve', 'micro', 300],
    ['(root)', 'native', 0],
  ])
})
