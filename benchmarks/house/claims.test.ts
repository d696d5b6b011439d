import { describe, expect, it } from 'vitest'
import { atMost } from './claims.ts'

describe('a claim that a figure is at most so large', () => {
  it('holds where the figure is below by more than the noise', () => {
    expect(atMost(1.05, { value: 1.02, noise: 0.02 })).toBe('ok')
    expect(atMost(1.05, { value: 1.05, noise: 0 })).toBe('ok')
  })

  it('is missed where it is above by more than the noise', () => {
    expect(atMost(1.05, { value: 1.1, noise: 0.02 })).toBe('MISSED')
  })

  it('is even where another run could say the opposite, on either side', () => {
    expect(atMost(1, { value: 0.99, noise: 0.02 })).toBe('even')
    expect(atMost(1, { value: 1.01, noise: 0.02 })).toBe('even')
  })

  it('is not held by what cannot be reckoned', () => {
    expect(atMost(1, { value: Number.NaN, noise: 0.01 })).toBe('MISSED')
    expect(atMost(1, { value: 0.5, noise: Number.NaN })).toBe('even')
  })
})
