import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A folder with `static/1k.txt` and `static/1m.txt`, the same for every contender. */
export const fixtures: string = join(import.meta.dirname, '..', '.cache', 'fixtures')

export function writeFixtures(): void {
  mkdirSync(join(fixtures, 'static'), { recursive: true })
  writeFileSync(join(fixtures, 'static', '1k.txt'), 'x'.repeat(1024))
  writeFileSync(join(fixtures, 'static', '1m.txt'), 'x'.repeat(1_048_576))
}

const PIECE = Buffer.alloc(65_536, 'x')

/** A mebibyte in sixteen pieces, each made when it is asked for. */
export async function* mebibyte(): AsyncGenerator<Uint8Array> {
  for (let piece = 0; piece < 16; piece++) yield PIECE
}

/** The same for frameworks that take a stream of the platform. */
export function mebibyteStream(): ReadableStream<Uint8Array> {
  let piece = 0
  return new ReadableStream({
    pull(controller) {
      if (piece++ < 16) controller.enqueue(PIECE)
      else controller.close()
    },
  })
}
