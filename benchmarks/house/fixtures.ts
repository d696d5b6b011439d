import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A folder with `static/1k.txt`, `static/1m.txt` and two templates, the same for every contender. */
export const fixtures: string = join(import.meta.dirname, '..', '.cache', 'fixtures')

export function writeFixtures(): void {
  mkdirSync(join(fixtures, 'static'), { recursive: true })
  writeFileSync(join(fixtures, 'static', '1k.txt'), 'x'.repeat(1024))
  writeFileSync(join(fixtures, 'static', '1m.txt'), 'x'.repeat(1_048_576))
  mkdirSync(join(fixtures, 'templates'), { recursive: true })
  writeFileSync(join(fixtures, 'templates', 'layout.html'), LAYOUT)
  writeFileSync(join(fixtures, 'templates', 'page.html'), PAGE)
}

const LAYOUT =
  '<!doctype html><title>{% block title %}{% endblock %}</title><main>{% block body %}{% endblock %}</main>'

const PAGE = `{% extends 'layout.html' %}
{% block title %}{{ name }}{% endblock %}
{% block body %}<h1>Hello, {{ name }}!</h1><ul>{% for item in items %}<li>{{ item.title }}: {{ item.price }}</li>{% endfor %}</ul>{% endblock %}`

/** What `page.html` shows to {@link visitor}. */
export const items: readonly { readonly title: string; readonly price: number }[] = [
  { title: 'Bread & butter', price: 3 },
  { title: 'Tea', price: 2 },
  { title: 'Milk', price: 1 },
  { title: 'Honey', price: 7 },
  { title: 'Salt', price: 1 },
]

/** Who is logged in: the session knows it. */
export const visitor = 'Ada'

/** `page.html` as it has to be answered, texts escaped. */
export const pageText: string = `<!doctype html><title>${visitor}</title><main><h1>Hello, ${visitor}!</h1><ul>${items
  .map(({ title, price }) => `<li>${title.replace('&', '&amp;')}: ${price}</li>`)
  .join('')}</ul></main>`

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
