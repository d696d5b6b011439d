/** What an unchecked body gives where a text was meant. */
export function unchecked(value: unknown): string {
  const sent: string = JSON.parse(JSON.stringify(value))
  return sent
}
