import { describe, expect, it } from 'vitest'
import { formatHttpDate, parseHttpDate } from './date.ts'

const TIME = 784_111_777_000

describe('formatHttpDate', () => {
  it('writes a Date, or milliseconds', () => {
    expect(formatHttpDate(TIME)).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
    expect(formatHttpDate(new Date(TIME + 999))).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
  })

  it('W03: writes any time of the years 0 to 9999', () => {
    expect(formatHttpDate(Date.UTC(2038, 0, 19, 3, 14, 8))).toBe('Tue, 19 Jan 2038 03:14:08 GMT')
    expect(formatHttpDate(Date.UTC(9999, 11, 31))).toBe('Fri, 31 Dec 9999 00:00:00 GMT')
    expect(formatHttpDate(-62_167_219_200_000)).toBe('Sat, 01 Jan 0000 00:00:00 GMT')
  })

  it.each([Number.NaN, Date.UTC(10_000, 0, 1), -62_167_219_200_001])('refuses %s', (time) => {
    expect(() => formatHttpDate(time)).toThrow(expect.objectContaining({ code: 'HTTP_DATE' }))
  })
})

describe('parseHttpDate', () => {
  it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'reads %s',
    (text) => expect(parseHttpDate(text, Date.UTC(2024, 0, 1))).toBe(TIME),
  )

  it('reads every month, a leap day and a leap second', () => {
    for (let month = 0; month < 12; month++) {
      const time = Date.UTC(2024, month, 29)
      expect(parseHttpDate(formatHttpDate(time))).toBe(time)
    }
    expect(parseHttpDate('Sat, 31 Dec 2016 23:59:60 GMT')).toBe(Date.UTC(2017, 0, 1))
  })

  it('takes a year of two digits for one at most 50 years ahead', () => {
    const now = Date.UTC(2024, 0, 1)
    expect(parseHttpDate('Monday, 01-Jan-74 00:00:00 GMT', now)).toBe(Date.UTC(2074, 0, 1))
    expect(parseHttpDate('Monday, 01-Jan-75 00:00:00 GMT', now)).toBe(Date.UTC(1975, 0, 1))
  })

  it.each([
    '',
    'yesterday',
    '2024-01-01T00:00:00Z',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 nov 1994 08:49:37 GMT',
    'Sun, 06 anF 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT',
    'Sun, 31 Feb 1994 08:49:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:00 GMT',
    'Sun, 06 Nov 1994 08:00:61 GMT',
    'Sun, 06 Nov 1994 08::0:61 GMT',
    'Sunday, 06-Nov-1994 08:49:37 GMT',
    'Sun Nov 6 08:49:37 1994',
    ' Sun Nov  6 08:49:37 1994',
    'Sunday, 06-Nov-94 08:49:37 GMT ',
    'x Sunday, 06-Nov-94 08:49:37 GMT',
    '  Sun, 06 Nov 1994 08:49:37 GMT',
  ])('takes %j for no date', (text) => expect(parseHttpDate(text)).toBeUndefined())
})
