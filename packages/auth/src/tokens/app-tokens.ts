import type { KeyRing } from '../keys/key-ring.ts'
import { signedTokens, type TokenCodec } from './token-codec.ts'

/** The tokens that an app hands out, by what they are for. */
export class AppTokens {
  readonly #ring: KeyRing
  readonly #codecs = new Map<string, Promise<TokenCodec>>()

  constructor(ring: KeyRing) {
    this.#ring = ring
  }

  /** Makes and opens the tokens of a purpose; its keys open no other. */
  for(purpose: string): Promise<TokenCodec> {
    const codec = this.#codecs.get(purpose) ?? this.#codec(purpose)
    this.#codecs.set(purpose, codec)
    return codec
  }

  async #codec(purpose: string): Promise<TokenCodec> {
    return signedTokens(await this.#ring.keys(`token:${purpose}`, 'sign'), {
      type: 'micro-token+jwt',
      purpose,
    })
  }
}
