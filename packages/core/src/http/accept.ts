import { splitList } from './header.ts'
import { parseParameters } from './parameters.ts'

/** One element of an `Accept*` field: what the client takes and how gladly. */
export interface Preference {
  /** Lower-case: `text/html`, `text/*`, `en-us`, `gzip`, `*`. */
  readonly value: string
  /** 0 (not at all) to 1. */
  readonly quality: number
  /** Every parameter, `q` among them, without prototype. */
  readonly parameters: Readonly<Record<string, string>>
}

/** How closely a preference fits an offer: higher is closer, `undefined` when it does not fit at all. */
type Fit = (preference: Preference, offer: string) => number | undefined

/**
 * Reads an `Accept`, `Accept-Language` or `Accept-Encoding` field. Elements whose parameters are malformed
 * are left out.
 *
 * @example
 * parseAccept('text/html, application/json;q=0.5').map((preference) => preference.quality) // [1, 0.5]
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2
 */
export function parseAccept(header: string): Preference[] {
  return splitList(header)
    .map(parsePreference)
    .filter((preference) => preference !== undefined)
}

function parsePreference(element: string): Preference | undefined {
  const semicolon = element.indexOf(';')
  const end = semicolon < 0 ? element.length : semicolon
  const value = element.slice(0, end).trimEnd().toLowerCase()
  const parameters = parseParameters(element, end)
  const q = parameters?.values['q'] ?? '1'
  const quality = /^[\d.]{1,12}$/.test(q) ? Number(q) : Number.NaN
  return parameters && quality <= 1 ? { value, quality, parameters: parameters.values } : undefined
}

/**
 * The media type among the offers that the client likes best; `undefined` when it takes none (406).
 *
 * A client that says nothing gets the first offer. `q=0` refuses. Of two it likes alike, the one it names
 * more exactly wins, then the one offered first.
 *
 * @example
 * accepts('text/html, *\/*;q=0.1', ['application/json', 'text/html']) // 'text/html'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 */
export function accepts<Offer extends string>(
  header: string | undefined,
  offers: readonly Offer[],
): Offer | undefined {
  const preferences = parseAccept(header ?? '').filter(({ value }) => value === '*' || value.includes('/'))
  return choose(preferences, offers, mediaFit)
}

/** Most header fields that a negotiator remembers, and the longest of them: what names them is clients. */
const REMEMBERED = 100
const LONGEST_REMEMBERED = 256

/**
 * {@link accepts} for offers that are made to every client. Nearly all clients say what one before them has said: that is
 * read once, and up to a hundred of them are remembered.
 *
 * @example
 * const choose = negotiator(['application/json', 'text/html'])
 * choose('text/html') // 'text/html'
 */
export function negotiator<const Offer extends string>(
  offers: readonly Offer[],
): (header: string | undefined) => Offer | undefined {
  const chosen = new Map<string, Offer | undefined>()
  return (header) => {
    if (header === undefined) return offers[0]
    const known = chosen.get(header)
    if (known !== undefined || chosen.has(header)) return known
    const offer = accepts(header, offers)
    if (header.length > LONGEST_REMEMBERED) return offer
    if (chosen.size >= REMEMBERED) chosen.clear()
    chosen.set(header, offer)
    return offer
  }
}

/**
 * The language among the offers that the client likes best; `undefined` when it takes none.
 *
 * `en` takes an offered `en-GB`, and `en-GB` an offered `en` when nothing closer is offered.
 *
 * @example
 * acceptsLanguage('de-CH, en;q=0.8', ['en', 'de']) // 'de'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4
 */
export function acceptsLanguage<Offer extends string>(
  header: string | undefined,
  offers: readonly Offer[],
): Offer | undefined {
  return choose(parseAccept(header ?? ''), offers, languageFit)
}

/**
 * The content coding among the offers that the client likes best; `undefined` when it takes none.
 *
 * `'identity'`, the body as it is, is taken unless the client refuses it, but any coding it names is
 * preferred. A client that says nothing gets `'identity'` if that is offered.
 *
 * @example
 * acceptsEncoding('gzip, br;q=0.9', ['br', 'gzip', 'identity']) // 'gzip'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
 */
export function acceptsEncoding<Offer extends string>(
  header: string | undefined,
  offers: readonly Offer[],
): Offer | undefined {
  const preferences = parseAccept(header ?? '')
  const refusesAll = preferences.some(({ value, quality }) => value === '*' && quality === 0)
  // "If the representation has no content coding, then it is acceptable by default unless specifically
  // excluded"
  if (!refusesAll && preferences.every(({ value }) => value !== 'identity')) {
    preferences.push({ value: 'identity', quality: Number.MIN_VALUE, parameters: {} })
  }
  return choose(preferences, offers, codingFit)
}

function choose<Offer extends string>(
  preferences: readonly Preference[],
  offers: readonly Offer[],
  fit: Fit,
): Offer | undefined {
  if (preferences.length === 0) return offers[0]
  let chosen: { readonly offer: Offer; readonly quality: number; readonly closeness: number } | undefined
  for (const offer of offers) {
    const { quality, closeness } = judge(preferences, offer.toLowerCase(), fit)
    const better =
      chosen === undefined ||
      quality > chosen.quality ||
      (quality === chosen.quality && closeness > chosen.closeness)
    if (quality > 0 && better) chosen = { offer, quality, closeness }
  }
  return chosen?.offer
}

/**
 * "Media ranges can be overridden by more specific media ranges or specific media types.": the closest
 * preference says how good an offer is.
 */
function judge(
  preferences: readonly Preference[],
  offer: string,
  fit: Fit,
): { quality: number; closeness: number } {
  let quality = 0
  let closeness = -1
  for (const preference of preferences) {
    const fits = fit(preference, offer)
    if (fits !== undefined && fits > closeness) {
      closeness = fits
      quality = preference.quality
    }
  }
  return { quality, closeness }
}

function mediaFit({ value, parameters, quality }: Preference, offer: string): number | undefined {
  if (value === '*/*' || value === '*') return 1
  const semicolon = offer.indexOf(';')
  const end = semicolon < 0 ? offer.length : semicolon
  const type = offer.slice(0, end).trimEnd()
  if (value.endsWith('/*')) return type.startsWith(value.slice(0, -1)) ? 2 : undefined
  if (value !== type) return undefined
  const names = Object.keys(parameters).filter((name) => name !== 'q')
  if (names.length === 0) return 3
  const offered = parseParameters(offer, end)?.values ?? {}
  if (names.every((name) => offered[name] === parameters[name]?.toLowerCase())) return 4
  // `application/json; charset=utf-8` still means JSON to those who send it, where nothing fits better.
  return quality > 0 ? 0 : undefined
}

function languageFit({ value, quality }: Preference, offer: string): number | undefined {
  if (value === offer) return 3
  if (offer.startsWith(`${value}-`)) return 2
  if (quality > 0 && value.startsWith(`${offer}-`)) return 1
  return value === '*' ? 0 : undefined
}

function codingFit({ value }: Preference, offer: string): number | undefined {
  if (value === offer) return 1
  return value === '*' ? 0 : undefined
}
