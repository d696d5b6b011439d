import { skipSpace, tokenEnd } from './header.ts'
import { parseParameters } from './parameters.ts'

const SLASH = 0x2f

/** A media type, as `Content-Type` names it. */
export interface MediaType {
  /** Lower-case, without parameters: `'application/json'`. */
  readonly type: string
  /** By lower-case name, without prototype: `{ charset: 'utf-8' }`. Values keep their case. */
  readonly parameters: Readonly<Record<string, string>>
  /** Whether a parameter is given twice, so that readers could disagree about its value. */
  readonly repeated: boolean
}

const JSON_MEDIA_TYPE: MediaType = /* @__PURE__ */ Object.freeze({
  type: 'application/json',
  parameters: /* @__PURE__ */ Object.freeze(Object.create(null)),
  repeated: false,
})

/**
 * Reads a media type; `undefined` when it is not exactly one, such as `application/json garbage` or a list of
 * two.
 *
 * Every part of micro that asks for the type of a body asks this function, so that no two of them read it
 * differently.
 *
 * @example
 * parseMediaType('Application/JSON; charset="utf-8"')?.type // 'application/json'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1
 */
export function parseMediaType(value: string): MediaType | undefined {
  // What nearly every client of an API says is not taken apart each time.
  if (value === JSON_MEDIA_TYPE.type) return JSON_MEDIA_TYPE
  const start = skipSpace(value, 0)
  const slash = tokenEnd(value, start)
  const end = tokenEnd(value, slash + 1)
  if (slash === start || value.charCodeAt(slash) !== SLASH || end === slash + 1) return undefined
  const parameters = parseParameters(value, end)
  if (parameters === undefined) return undefined
  return {
    type: value.slice(start, end).toLowerCase(),
    parameters: parameters.values,
    repeated: parameters.repeated,
  }
}

/**
 * Whether a media type is JSON: `application/json` and `application/*+json`. What is no media type is not.
 *
 * @example
 * isJson(parseMediaType('application/problem+json')) // true
 */
export function isJson(mediaType: MediaType | undefined): boolean {
  const type = mediaType?.type ?? ''
  return type === 'application/json' || (type.startsWith('application/') && type.endsWith('+json'))
}

/**
 * Whether a body of this media type is to be read as UTF-8: no charset is named, or that one, once.
 *
 * @example
 * const mediaType = parseMediaType('text/plain; charset=utf-16')
 * mediaType !== undefined && isUtf8(mediaType) // false
 */
export function isUtf8({ parameters, repeated }: MediaType): boolean {
  const charset = parameters['charset']?.toLowerCase()
  return !repeated && (charset === undefined || charset === 'utf-8' || charset === 'utf8')
}
