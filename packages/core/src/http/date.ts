import { fail } from '../ground/codes.ts'

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'

/**
 * Writes a date as header fields want it: `Sun, 06 Nov 1994 08:49:37 GMT`. Milliseconds are dropped.
 *
 * @param date - A Date, or milliseconds since 1970.
 * @throws {@link MicroError} `HTTP_DATE` when it is no valid date, or its year has not four digits.
 * @example
 * formatHttpDate(784_111_777_000) // 'Sun, 06 Nov 1994 08:49:37 GMT'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */
export function formatHttpDate(date: Date | number): string {
  const value = new Date(date)
  const year = value.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) throw fail('HTTP_DATE', { value: String(date) })
  return value.toUTCString()
}

/**
 * Reads a date of a header field, in milliseconds since 1970; `undefined` when it is none.
 *
 * @param now - What "50 years in the future" is counted from for two-digit years. Default: the present.
 * @example
 * parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT') // 784111777000
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */
export function parseHttpDate(text: string, now: number = Date.now()): number | undefined {
  // "A recipient that parses a timestamp value in an HTTP field MUST accept all three HTTP-date formats."
  return parseFixdate(text) ?? parseRfc850(text, now) ?? parseAsctime(text)
}

/** `Sun, 06 Nov 1994 08:49:37 GMT` */
function parseFixdate(text: string): number | undefined {
  const match = /^[A-Z][a-z]{2}, (\d\d) (\w{3}) (\d{4}) ([\d:]{8}) GMT$/.exec(text)
  return match === null ? undefined : toTime(match[3], match[2], match[1], match[4])
}

/** `Sunday, 06-Nov-94 08:49:37 GMT` */
function parseRfc850(text: string, now: number): number | undefined {
  const match = /^[A-Z][a-z]{2,5}day, (\d\d)-(\w{3})-(\d\d) ([\d:]{8}) GMT$/.exec(text)
  if (match === null) return undefined
  // "MUST interpret a timestamp that appears to be more than 50 years in the future as representing the most
  // recent year in the past that had the same last two digits."
  const thisYear = new Date(now).getUTCFullYear()
  const year = thisYear - (thisYear % 100) + Number(match[3])
  return toTime(String(year > thisYear + 50 ? year - 100 : year), match[2], match[1], match[4])
}

/** `Sun Nov  6 08:49:37 1994` */
function parseAsctime(text: string): number | undefined {
  const match = /^[A-Z][a-z]{2} (\w{3}) ([ \d]\d) ([\d:]{8}) (\d{4})$/.exec(text)
  return match === null ? undefined : toTime(match[4], match[1], match[2], match[3])
}

function toTime(year = '', month = '', day = '', clock = ''): number | undefined {
  const monthIndex = MONTHS.indexOf(month) / 3
  const [, hour = '', minute = '', second = ''] = /^(\d\d):(\d\d):(\d\d)$/.exec(clock) ?? []
  const time = new Date(0)
  time.setUTCFullYear(Number(year), monthIndex, Number(day))
  const valid =
    hour !== '' &&
    Number.isInteger(monthIndex) &&
    time.getUTCMonth() === monthIndex &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) <= 60 // a leap second
  return valid ? time.setUTCHours(Number(hour), Number(minute), Number(second)) : undefined
}
