/**
 * Fields of a reply that only its listener can know: how the body is framed, and what becomes of the connection. RFC 9112 §6.2: "A sender MUST
 * NOT send a Content-Length header field in any message that contains a Transfer-Encoding header field". Trailers are never sent.
 */
const OF_LISTENER: ReadonlySet<string> = new Set([
  'transfer-encoding',
  'connection',
  'keep-alive',
  'proxy-connection',
  'trailer',
])

/** Whether one of the fields is for the listener to say. It runs for every reply. */
export function saysTooMuch(lines: readonly string[]): boolean {
  for (let i = 0; i < lines.length; i += 2) if (OF_LISTENER.has(lines[i] ?? '')) return true
  return false
}

/** The fields without those that are for the listener to say. */
export function withoutConnectionFields(lines: readonly string[]): string[] {
  const kept: string[] = []
  for (let i = 0; i < lines.length; i += 2) {
    const name = lines[i] ?? ''
    if (!OF_LISTENER.has(name)) kept.push(name, lines[i + 1] ?? '')
  }
  return kept
}

/** Whether an app asks for the connection to be closed: the one thing of it that is the app's to say. */
export function asksToClose(lines: readonly string[]): boolean {
  for (let i = 0; i < lines.length; i += 2)
    if (lines[i] === 'connection' && /(?:^|[\s,])close(?:$|[\s,])/i.test(lines[i + 1] ?? '')) return true
  return false
}
