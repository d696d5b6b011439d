/** What is asked of micro, and what was measured. */
export interface Claim {
  readonly text: string
  readonly holds: boolean
}

/** Prints every claim, and lets the process end with 1 where one is missed. */
export function settle(claims: readonly Claim[]): void {
  console.log()
  for (const { text, holds } of claims) console.log(`${holds ? 'ok    ' : 'MISSED'} ${text}`)
  if (claims.some(({ holds }) => !holds)) process.exitCode = 1
}
