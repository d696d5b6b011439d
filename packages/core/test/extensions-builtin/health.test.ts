import { App } from '@micro/core'
import { Health, type HealthOptions } from '@micro/core/extensions'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from '../matrix.ts'

function down(): never {
  throw new TypeError('password of the database: hunter2')
}

describe('health at set-up', () => {
  it.each([{ checks: { db: 'up' } }, { livePath: 'healthz' }, { deadline: 0 }])(
    'refuses %o',
    (options: object) => {
      expect(() => new App().register(new Health(), options)).toThrow('EXTENSION_OPTIONS')
    },
  )
})

describeMatrix('health', (bench) => {
  const use = (options: Partial<HealthOptions> = {}): void => {
    bench().app.register(new Health(options))
  }

  it('lives as long as it answers, whatever the checks say', async () => {
    use({ checks: { db: () => Promise.reject(new Error('down')) } })
    const response = await bench().fetch('/healthz')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'ok' })
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('is ready when every check is passed', async () => {
    use({ checks: { db: () => 1, mail: async () => undefined } })
    const response = await bench().fetch('/readyz')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'ok', checks: { db: 'ok', mail: 'ok' } })
  })

  it('is not ready while a check fails, and keeps the reason to itself', async () => {
    let up = false
    use({ checks: { db: () => up || down(), mail: () => false, web: () => true } })
    const response = await bench().fetch('/readyz', { headers: { accept: '*/*' } })
    expect(response.status).toBe(503)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).not.toContain('hunter2')
    expect(await response.json()).toMatchObject({
      status: 503,
      checks: { db: 'failed', mail: 'failed', web: 'ok' },
    })
    up = true
    expect(await (await bench().fetch('/readyz')).json()).toMatchObject({ checks: { db: 'ok' } })
  })

  it('waits for no check beyond its deadline, and tells the check', async () => {
    let aborted = false
    const stuck = (signal: AbortSignal): Promise<never> =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          aborted = true
          reject(new TypeError('too late to matter'))
        }),
      )
    use({ checks: { stuck, other: () => true }, deadline: 30 })
    const response = await bench().fetch('/readyz')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ checks: { stuck: 'late', other: 'ok' } })
    expect(aborted).toBe(true)
  })

  it('can be asked elsewhere', async () => {
    use({ livePath: '/-/live', readyPath: '/-/ready' })
    expect((await bench().fetch('/-/live')).status).toBe(200)
    expect((await bench().fetch('/-/ready')).status).toBe(200)
    expect((await bench().fetch('/healthz')).status).toBe(404)
  })
})

describe('health of an app that stops', () => {
  it('is not ready, for a request that still gets through', async () => {
    const app = new App()
    const health = app.register(new Health())
    await app.start()
    expect(await health.readiness(app)).toEqual({ ready: true, checks: {} })
    await app.stop()
    expect(await health.readiness(app)).toEqual({ ready: false, checks: {} })
  })
})
