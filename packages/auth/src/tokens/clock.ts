/** Seconds since 1970, whole: the time as tokens write it. */
export function seconds(): number {
  return Math.floor(Date.now() / 1000)
}
