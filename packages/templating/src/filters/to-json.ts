import type { JsonProvider, TemplateFilter } from '@micro/core'
import { markSafe } from '../safe-html.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  "'": '\\u0027',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/**
 * The filter `tojson`: a value as JSON that can stand in a `<script>`, in HTML and in an attribute in single quotes,
 * written by the app's provider.
 *
 * @example
 * // <script>const user = {{ user | tojson }}</script>
 * // <div data-user='{{ user | tojson }}'>
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-7
 */
export function toJsonFilter(json: JsonProvider): TemplateFilter {
  return (value: unknown) => markSafe(escapeJson(value === undefined ? 'null' : json.stringify(value)))
}

/** The filter `dump`: indented JSON for people. Escaped by the page, and harmless in a `<script>` behind `safe`. */
export function dumpFilter(value: unknown, indent?: number): string {
  return escapeJson(JSON.stringify(value ?? null, null, indent))
}

/** Every one of these characters can only be in a text of the JSON, where an escape means the same. */
function escapeJson(text: string): string {
  return text.replaceAll(/[<>&'\u2028\u2029]/g, (character) => ESCAPES[character] ?? character)
}
