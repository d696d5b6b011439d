import type { ServerResponse } from 'node:http'
import { isPromise } from '../ground/promise.ts'
import { Origin } from '../context/current.ts'
import type { Bytes, Feed } from '../message/feed.ts'
import { limitRest, limitWaiting, waitForSource } from './write-timeout.ts'

/**
 * How much may wait for the client before a source is asked for more, in bytes, and one piece. What a source gives without waiting itself is
 * written in one go up to here.
 */
const AHEAD = 262_144

/**
 * What a piece counts for beside its bytes: about what Node keeps for it. Of a generator that gives one character at a time, four clients would cost a gigabyte,
 * and hold everybody else up for half a second; of one that gives empty texts for ever, one client for ever.
 */
const EACH = 512

/**
 * Writes what a feed gives, and no faster than the client takes it. Done once for each reply, whose head is written.
 *
 * When the client leaves, the feed is told, and {@link Pump.run} ends as soon as that has closed what it opened: what comes after the reply, comes
 * after it.
 */
export class Pump {
  readonly #feed: Feed
  readonly #response: ServerResponse
  readonly #writeTimeout: number
  /** Whether the feed has ended or failed, or was told to: there is nothing left to tell it. */
  #over = false
  #left = false
  #limited = false

  constructor(feed: Feed, response: ServerResponse, writeTimeout: number) {
    this.#feed = feed
    this.#response = response
    this.#writeTimeout = writeTimeout
  }

  /** @throws What the feed throws; what Node throws where the app has said a length that is wrong. The reply is not ended then. */
  run(): Promise<void> {
    const response = this.#response
    return new Promise((resolve, reject) => {
      const drained = (): void => this.#unlimit()
      // Told by the connection, which knows of no request; the source closes what it has opened in its own.
      const origin = new Origin()
      const leave = (): void => {
        this.#left = true
        void origin.run(() => this.stop()).then(resolve)
      }
      const stay = (settle: () => void): void => {
        // Else the source is being told, and may still be closing what it opened.
        if (this.#left) return
        response.off('close', leave).off('drain', drained)
        settle()
      }
      response.on('close', leave).on('drain', drained)
      this.#pour().then(
        () => stay(resolve),
        (error: unknown) => stay(() => reject(error)),
      )
    })
  }

  /** Tells the feed that nobody asks it any more; one that has ended or failed knows. Never rejects. */
  async stop(reason?: unknown): Promise<void> {
    if (this.#over) return
    this.#over = true
    try {
      await this.#feed.cancel(reason)
    } catch {}
  }

  /** Settled when the feed has ended, or the reply was destroyed and the feed was told. */
  async #pour(): Promise<void> {
    const response = this.#response
    const lends = this.#feed.lend !== undefined
    // Counted here, not asked of the reply: what is written to a socket that is closing is nowhere, and a source that never waits would keep the
    // process from hearing of it.
    let ahead = 0
    for (;;) {
      let bytes: Bytes
      try {
        const asked = this.#feed.lend === undefined ? this.#feed.next() : this.#feed.lend()
        bytes = isPromise(asked) ? await asked : asked
      } catch (error) {
        this.#over = true
        throw error
      }
      if (bytes === undefined) return this.#end()
      if (response.destroyed) return this.stop()
      ahead += bytes.length + EACH
      if (lends || ahead >= AHEAD) {
        await this.#taken(bytes)
        if (response.destroyed) return this.stop()
        ahead = 0
      } else if (!response.write(bytes)) this.#limit()
    }
  }

  /** Settled when the socket has taken the bytes, and all before them. Where it fails, it closes, and nothing is asked any more. */
  #taken(bytes: Uint8Array): Promise<void> {
    this.#limit()
    return new Promise((resolve) => {
      this.#response.write(bytes, (error) => {
        if (error) return
        this.#unlimit()
        // A socket that takes all at once says so at once: a source that never waits would let nobody else run.
        if (this.#feed.lend === undefined) setImmediate(resolve)
        else resolve()
      })
    })
  }

  /** From here on the client is waited for, until it has taken all. */
  #limit(): void {
    if (this.#limited) return
    this.#limited = true
    limitWaiting(this.#response, this.#writeTimeout)
  }

  /** The source may take its time: only the client is waited for no longer than that. */
  #unlimit(): void {
    if (!this.#limited) return
    this.#limited = false
    waitForSource(this.#response)
  }

  #end(): void {
    this.#over = true
    if (this.#response.destroyed) return
    this.#unlimit()
    this.#response.end()
    limitRest(this.#response, this.#writeTimeout)
  }
}
