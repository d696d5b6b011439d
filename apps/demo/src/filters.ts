const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** `{{ post.published_at | day }}`: 7 March 2025. */
export function day(date: string): string {
  return DAY.format(new Date(date))
}

/** `{{ author.name | initials }}`: the letters in the circle beside a name. */
export function initials(name: string): string {
  const words = name.split(' ')
  return (words.length > 1 ? [words[0], words.at(-1)] : words).map(firstLetter).join('')
}

/** `{{ username | hue }}`: one of eight colours, always the same one for the same name. */
export function hue(username: string): number {
  return new TextEncoder().encode(username).reduce((sum, byte) => (sum * 33 + byte) % 1009, 5) % 8
}

/** `{{ 3 | counted('comment') }}`: 3 comments. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `{{ post.body | minutes }}`: how long it takes to read, in minutes. */
export function minutes(text: string): number {
  return Math.max(1, Math.round(text.split(/\s+/).length / 220))
}

/** The first code point: half of a surrogate pair is no letter. */
function firstLetter(word = ''): string {
  return String.fromCodePoint(word.codePointAt(0) ?? 0x20).trim()
}
