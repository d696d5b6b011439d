import type { Source } from '@micro/core'

/** `GET /` without header and body, as a listener would hand it over: for what is synchronous, which no client can see. */
export function bareSource(): Source {
  return {
    method: 'GET',
    target: '/',
    scheme: 'http',
    peer: '',
    raw: undefined,
    signal: new AbortController().signal,
    header: () => undefined,
    headers: () => [],
    read: async (_, use) => use(new Uint8Array()),
    stream: () => new ReadableStream<Uint8Array>(),
  }
}
