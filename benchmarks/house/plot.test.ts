import { describe, expect, it } from 'vitest'
import { barPlot, linePlot, roundUp } from './plot.ts'

const axes = { title: 'A & B', x: 'routes', y: 'µs' }

describe('plots', () => {
  it('draws a line through its points, from 0 at the bottom', () => {
    const svg = linePlot(axes, [
      {
        name: 'micro',
        points: [
          [0, 0],
          [10, 10],
        ],
      },
    ])
    expect(svg).toContain('<polyline points="70,310 490,40"')
  })

  it('sets tens at equal distance where it is asked to', () => {
    const points = [
      [1, 5],
      [10, 5],
      [100, 5],
    ] as const
    const svg = linePlot({ ...axes, logarithmic: true }, [{ name: 'micro', points }])
    expect(svg).toContain('points="70,40 280,40 490,40"')
  })

  it('names its lines beside the plot, where lines that end together do not hide a name', () => {
    const points = [[1, 1]] as const
    const svg = linePlot(axes, [
      { name: 'micro', points },
      { name: 'bare', points },
    ])
    const names = [...svg.matchAll(/y="(\d+)"[^>]*>(micro|bare)</g)].map(([, y, name]) => [name, y])
    expect(names).toEqual([
      ['micro', '50'],
      ['bare', '70'],
    ])
  })

  it('draws bars as high as their values, and each name in one colour', () => {
    const bars = [
      { name: 'bare', value: 5 },
      { name: 'micro', value: 10 },
    ]
    const svg = barPlot(axes, [{ name: 'hello', bars }])
    expect(
      [...svg.matchAll(/<rect .*height="(135|270)" fill="(#\w+)"/g)].map(([, ...found]) => found),
    ).toEqual([
      ['135', '#2563eb'],
      ['270', '#dc2626'],
    ])
  })

  it('writes no markup out of names', () => {
    expect(linePlot(axes, [{ name: '<b>', points: [[1, 1]] }])).toContain('&lt;b>')
    expect(linePlot(axes, [{ name: 'x', points: [[1, 1]] }])).toContain('<title>A &amp; B</title>')
  })

  it('ends an axis at a round number', () => {
    expect([0.7, 3, 21, 100, 0].map(roundUp)).toEqual([1, 5, 50, 100, 1])
  })
})
