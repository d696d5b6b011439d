import { setTimeout as pause } from 'node:timers/promises'
import { App, eventStream, type StreamEvent } from '@micro/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { describeMatrix } from './matrix.ts'

function* withBad(event: StreamEvent, closed: () => void): Generator<string | StreamEvent> {
  try {
    yield 'fine'
    yield event
  } finally {
    closed()
  }
}

async function* slow(): AsyncGenerator<string> {
  for (const each of ['one', 'two']) {
    await pause(100)
    yield each
  }
}

describeMatrix('an event stream', (bench) => {
  const sent = async (events: Iterable<string | StreamEvent> & object): Promise<string> => {
    bench().app.get('/', () => eventStream(events))
    return (await bench().fetch('/')).text()
  }

  it('says what it is, and that nothing on the way may hold it back', async () => {
    bench().app.get('/', () => eventStream(['x']))
    const { status, headers } = await bench().fetch('/')
    expect([status, Object.fromEntries(headers)]).toEqual([
      200,
      expect.objectContaining({
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      }),
    ])
    expect(headers.get('content-length')).toBeNull()
  })

  it('begins with a comment, and writes texts and JSON', async () => {
    expect(
      await sent([
        'plain',
        { data: 'two\nlines' },
        { event: 'tick', id: '7', retry: 500, data: { n: 1 } },
        { data: 0 },
        { data: null },
        { data: [1, 'a\nb'] },
        { comment: 'psst' },
        { data: '' },
      ]),
    ).toBe(
      [
        ':',
        'data: plain',
        'data: two\ndata: lines',
        'event: tick\nid: 7\nretry: 500\ndata: {"n":1}',
        'data: 0',
        'data: null',
        'data: [1,"a\\nb"]',
        ': psst',
        'data: ',
        '',
      ].join('\n\n'),
    )
  })

  it.each<readonly [string, StreamEvent]>([
    ['an event with a line break', { event: 'a\ndata: forged' }],
    ['an event with a carriage return', { event: 'a\rdata: forged' }],
    ['an id with both', { id: '1\r\n\r\ndata: forged' }],
    ['no time to retry', { retry: Number.NaN }],
  ])('Z06: is cut off at %s, and its source is told', async (_, event) => {
    const closed = vi.fn<() => void>()
    bench().app.get('/', () => eventStream(withBad(event, closed)))
    const text = bench()
      .fetch('/')
      .then((response) => response.text())
    await expect(text).rejects.toThrow(/of a server-sent event cannot be|terminated|fetch failed/)
    await expect.poll(() => String(bench().errors[0]?.err)).toContain('EVENT_FIELD')
    bench().errors.splice(0)
    expect(closed).toHaveBeenCalledOnce()
  })

  it('Z06: splits data and comments into lines', async () => {
    expect(await sent([{ comment: 'a\rb', data: 'x\r\nevent: forged' }])).toBe(
      ':\n\n: a\n: b\ndata: x\ndata: event: forged\n\n',
    )
  })

  it('goes on where the client was', async () => {
    bench().app.get('/', ({ request }) => {
      const last = Number(request.headers.get('last-event-id') ?? 0)
      return eventStream([{ id: String(last + 1), data: 'next' }])
    })
    const response = await bench().fetch('/', { headers: { 'last-event-id': '41' } })
    expect(await response.text()).toContain('id: 42\n')
  })

  it('takes status and header fields', async () => {
    bench().app.get('/', () => eventStream(['x'], { headers: { 'cache-control': 'no-store', 'x-a': '1' } }))
    const { headers } = await bench().fetch('/')
    expect([headers.get('cache-control'), headers.get('x-a')]).toEqual(['no-store', '1'])
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('has no heartbeat of %d', async (heartbeat) => {
    bench().app.get('/', () => eventStream(['x'], { heartbeat }))
    expect((await bench().fetch('/')).status).toBe(500)
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('LIMIT_VALUE')
  })

  it('sends a beat while nothing comes, and loses no event over it', async () => {
    bench().app.get('/', () => eventStream(slow(), { heartbeat: 10 }))
    const text = await (await bench().fetch('/')).text()
    expect(text.split('\n\n').filter((each) => each === ':').length).toBeGreaterThan(3)
    expect(text.split('\n\n').filter((each) => each.startsWith('data'))).toEqual(['data: one', 'data: two'])
  })
})

const read = async (
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
): Promise<string | undefined> => new TextDecoder().decode((await reader?.read())?.value)

function readerOf(
  source: AsyncGenerator<string>,
  heartbeat?: number,
): ReadableStreamDefaultReader<Uint8Array> | undefined {
  const { body } = eventStream(source, heartbeat === undefined ? {} : { heartbeat })
  return body instanceof ReadableStream ? body.getReader() : undefined
}

describe('the beats of an event stream', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('come at once, and every 15 seconds', async () => {
    const never = Promise.withResolvers<string>()
    async function* silent(): AsyncGenerator<string> {
      yield await never.promise
    }
    const reader = readerOf(silent())
    expect(await read(reader)).toBe(':\n\n')
    for (let i = 0; i < 3; i++) {
      const next = read(reader)
      const early = vi.fn<() => void>()
      void next.then(early)
      await vi.advanceTimersByTimeAsync(14_999)
      expect(early).not.toHaveBeenCalled()
      await vi.advanceTimersByTimeAsync(1)
      expect(await next).toBe(':\n\n')
    }
    never.resolve('at last')
    expect(await read(reader)).toBe('data: at last\n\n')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('keep what came between two readings', async () => {
    const waited = Promise.withResolvers<string>()
    async function* one(): AsyncGenerator<string> {
      yield await waited.promise
    }
    const reader = readerOf(one(), 10)
    await read(reader)
    const beat = read(reader)
    await vi.advanceTimersByTimeAsync(10)
    expect(await beat).toBe(':\n\n')
    waited.resolve('kept')
    await vi.advanceTimersByTimeAsync(100)
    expect(await read(reader)).toBe('data: kept\n\n')
    expect((await reader?.read())?.done).toBe(true)
  })

  it('end with the stream: no timer is left when the client leaves', async () => {
    const closed = vi.fn<() => void>()
    const left = Promise.withResolvers<void>()
    async function* endless(): AsyncGenerator<string> {
      try {
        yield 'first'
        await left.promise
      } finally {
        closed()
      }
    }
    const reader = readerOf(endless())
    await read(reader)
    await read(reader)
    void reader?.read()
    await vi.advanceTimersByTimeAsync(1)
    expect(vi.getTimerCount()).toBe(1)
    const cancelled = reader?.cancel()
    expect(vi.getTimerCount()).toBe(0)
    left.resolve()
    await cancelled
    expect(closed).toHaveBeenCalledOnce()
  })
})

const quiet = (): void => {}

/** An app whose streams wait for their client, and count themselves. */
function clock(): {
  readonly app: App
  readonly errors: readonly string[]
  readonly open: () => number
  readonly toreDown: () => number
} {
  const errors: string[] = []
  const error = (_: object, message: string): void => void errors.push(message)
  const app = new App({ logger: { debug: quiet, info: quiet, warn: quiet, error } })
  let open = 0
  let toreDown = 0
  app.teardownRequest(() => void toreDown++)
  app.get('/', ({ signal }) => {
    async function* ticks(): AsyncGenerator<string> {
      open++
      try {
        yield 'tick'
        await pause(60_000, undefined, { signal })
      } finally {
        open--
      }
    }
    return eventStream(ticks())
  })
  return { app, errors, open: () => open, toreDown: () => toreDown }
}

async function listen(url: string, signal?: AbortSignal): Promise<string> {
  const response = await fetch(url, { signal: signal ?? null })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('tick')) text += (await reader?.read())?.value ?? ''
  void reader?.read().catch(() => {})
  return text
}

it('R03: an event stream is told within a second that its client has left', async () => {
  const { app, errors, open, toreDown } = clock()
  const listener = await app.listen({ port: 0 })
  const leave = new AbortController()
  expect(await listen(listener.url, leave.signal)).toBe(':\n\ndata: tick\n\n')
  expect(open()).toBe(1)
  leave.abort()
  await expect.poll(() => [open(), toreDown()], { timeout: 1000 }).toEqual([0, 1])
  expect(await listener.close(1000)).toBe(0)
  expect(errors).toEqual([])
})

it('200 open event streams end with the listener', async () => {
  const { app, errors, open, toreDown } = clock()
  const listener = await app.listen({ port: 0 })
  await Promise.all(Array.from({ length: 200 }, () => listen(listener.url)))
  expect(open()).toBe(200)
  expect(await listener.close(5000)).toBe(0)
  await expect.poll(() => [open(), toreDown()], { timeout: 5000 }).toEqual([0, 200])
  expect(errors).toEqual([])
})
