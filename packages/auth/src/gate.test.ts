import { describe, expect, it } from 'vitest'
import { Gate } from './gate.ts'

/** Work that ends when it is told to. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let began = false
  const run = (): Promise<string> => {
    began = true
    return promise
  }
  return { run, resolve, reject, began: () => began }
}

describe('Gate', () => {
  it('E03: lets two run at once, in order of arrival', async () => {
    const gate = new Gate({ running: 2, waiting: 2 })
    const jobs = [work(), work(), work(), work()]
    const results = jobs.map((job) => gate.pass(job.run))
    expect(jobs.map((job) => job.began())).toEqual([true, true, false, false])
    jobs[1]?.resolve('two')
    await results[1]
    await Promise.resolve()
    expect(jobs.map((job) => job.began())).toEqual([true, true, true, false])
    for (const job of jobs) job.resolve('done')
    expect(await Promise.all(results)).toEqual(['done', 'two', 'done', 'done'])
  })

  it('E03: turns away who comes when too many wait, and says when to come back', async () => {
    const gate = new Gate({ running: 1, waiting: 1 })
    const jobs = [work(), work()]
    const results = jobs.map((job) => gate.pass(job.run))
    await expect(gate.pass(() => Promise.resolve('late'))).rejects.toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
    })
    for (const job of jobs) job.resolve('done')
    await Promise.all(results)
    expect(await gate.pass(() => Promise.resolve('later'))).toBe('later')
  })

  it('goes on after work that fails', async () => {
    const gate = new Gate({ running: 1 })
    await expect(gate.pass(() => Promise.reject(new TypeError('failed')))).rejects.toThrow('failed')
    expect(await gate.pass(() => Promise.resolve('next'))).toBe('next')
  })
})
