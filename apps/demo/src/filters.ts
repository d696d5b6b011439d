const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** `{{ post.published_at | day }}`: 7 March 2025. */
export function day(date: string): string {
  return DAY.format(new Date(date))
}

/** `{{ author.name | initials }}`: the letters in the circle beside a name. */
export function initials(name: string): string {
  const words = name.split(' ').filter((word) => word !== '')
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('')
}

/** `{{ username | hue }}`: one of eight colours, always the same one for the same name. */
export function hue(username: string): number {
  return [...username].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1009, 7) % 8
}

/** `{{ 3 | counted('comment') }}`: 3 comments. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `{{ post.body | minutes }}`: how long it takes to read, in minutes. */
export function minutes(text: string): number {
  return Math.max(1, Math.round(text.split(/\s+/).length / 220))
}
