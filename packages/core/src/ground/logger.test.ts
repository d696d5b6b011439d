import { afterEach, describe as group, expect, it, vi } from 'vitest'
import { consoleLogger, describe } from './logger.ts'

/** What a logger writes. */
function written(log: (logger: ReturnType<typeof consoleLogger>) => void): string {
  // oxlint-disable-next-line no-console -- it is what the logger writes to
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {})
  log(consoleLogger('shop'))
  return spy.mock.calls.map(([line]) => String(line)).join('\n')
}

afterEach(() => {
  vi.restoreAllMocks()
})

group('the logger of an app', () => {
  it('writes level, name, sentence and fields on one line', () => {
    expect(written((logger) => logger.info({ orders: 3 }, 'Ready'))).toBe('INFO shop: Ready {"orders":3}')
  })

  it('lets no message begin a line of its own', () => {
    expect(written((logger) => logger.warn({}, 'a\nERROR shop: b'))).toBe(
      String.raw`WARN shop: a\u000aERROR shop: b`,
    )
  })

  it('lets no error begin a line of its own', () => {
    const err = new Error('a\nERROR shop: b\u001B[2J')
    const text = written((logger) => logger.error({ err }, 'Failed'))
    expect(text).not.toMatch(/^ERROR shop: b/m)
    expect(text).not.toContain('\u001B')
  })

  it('drops debug lines', () => {
    expect(written((logger) => logger.debug({}, 'detail'))).toBe('')
  })
})

group('what is said of an error', () => {
  it('has its cause', () => {
    expect(describe(new Error('down', { cause: new Error('no power') }))).toMatch(
      /^Error: down[^]*caused by Error: no power/,
    )
  })

  it('has the errors that it gathers', () => {
    expect(describe(new AggregateError([new Error('no ::1'), new Error('no 127.0.0.1')]))).toMatch(
      /no ::1[^]*no 127\.0\.0\.1/,
    )
  })

  it('ends when causes go round in a circle', () => {
    const error = new Error('round')
    error.cause = error
    expect(describe(error).match(/Error: round/g)).toHaveLength(8)
  })

  it('is nothing for a value with hostile getters', () => {
    const hostile = new Error('x')
    Object.defineProperty(hostile, 'stack', {
      get() {
        throw new Error('never')
      },
    })
    expect(describe(hostile)).toBe('Thrown: a value that cannot be described')
  })
})
