import type { MaybePromise } from '../ground/promise.ts'
import type { FileSource, OpenFile } from '../message/file-source.ts'
import type { Source } from '../message/source.ts'
import type { UploadStorage } from '../message/upload-storage.ts'
import type { Send } from './visit.ts'

/** Takes one request through the pipeline: what a listener is given. */
export type Handle = (source: Source, send: Send) => MaybePromise<void>

/** Where to listen. */
export interface ListenOptions {
  /** Default: `'127.0.0.1'`, this machine only. */
  readonly host?: string
  /** 0 for any free one. Default: 5000. */
  readonly port?: number
}

/** What a server takes from its clients: how much, and how long. No value means "none". */
export interface ServerLimits {
  /** Most header fields of a request. Default: 100. Over it: 431. */
  readonly maxHeaderCount: number
  /** Most bytes of a request's header. Default: 16 KiB. Over it: 431. */
  readonly maxHeaderSize: number
  /** Most connections at once; one more is closed at once. Default: 10,000. */
  readonly maxConnections: number
  /** How long a client may take to send the header, in milliseconds. Default: 10,000. Over it: 408. */
  readonly headersTimeout: number
  /** How long a client may take to send the whole request, in milliseconds. Default: 30,000. Over it: 408. */
  readonly requestTimeout: number
  /** How long a connection may be idle between requests, in milliseconds. Default: 5,000. */
  readonly keepAliveTimeout: number
  /** How long the requests under way may take when the server closes, in milliseconds; then they are cut off. Default: 30,000. */
  readonly closeTimeout: number
  /** How long a client may take nothing of a reply, in milliseconds; then its connection is closed. Default: 30,000. */
  readonly writeTimeout: number
}

/** A server that is listening. */
export interface Listener {
  readonly host: string
  /** The port it really has. */
  readonly port: number
  /** `'http://127.0.0.1:5000'` */
  readonly url: string
  /**
   * Takes no new connections, lets the requests that are under way finish, and ends.
   *
   * @param deadline - How long they may take, in milliseconds; then their connections are closed. Default: the setting `closeTimeout`.
   * @returns How many requests were cut off.
   */
  readonly close: (deadline?: number) => Promise<number>
}

/** Why a process is to end: it was asked to, or nobody knows what state it is in. */
export type EndReason = 'signal' | 'fault'

/** What a runtime can do for an app beyond `fetch`. */
export interface Platform extends UploadStorage {
  /**
   * @param report - Told of what goes wrong with the server later, such as no more files to open for a connection.
   * @throws {@link MicroError} `PORT_IN_USE`, `LISTEN_FAILED`.
   */
  listen(
    handle: Handle,
    options: ListenOptions,
    limits: ServerLimits,
    report: (error: unknown) => void,
  ): Promise<Listener>
  /** The files below a folder. */
  openFolder(path: string): FileSource
  /** One file, wherever it is; `undefined` for what is none. @throws {@link ServiceUnavailable} when no more files can be opened. */
  openFile(path: string): Promise<OpenFile | undefined>
  /**
   * Settled when the process is asked to end, or an error was thrown that nobody caught; asked after that, it ends at once.
   *
   * @param report - Told of each error that nobody caught.
   */
  untilAskedToEnd(report: (fault: unknown) => void): Promise<EndReason>
  /** Ends the process, whatever keeps it alive. */
  exit(code: number): void
}
