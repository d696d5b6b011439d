/** Tells which content is behind the URLs of a route, so that the URL can change with it. */
export interface Versions {
  /** Called when the app starts; until then nothing has a version. Never rejects. */
  load(): Promise<void>
  /** Of the content behind a URL, by the values it is built of; `undefined` when there is none. */
  version(values: Readonly<Record<string, unknown>>): string | undefined
}
