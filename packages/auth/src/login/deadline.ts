import { type MaybePromise, ServiceUnavailable } from '@micro/core'

/**
 * Waits for a value, but not for ever.
 *
 * Does not stop the work behind it: that goes on unheard.
 *
 * @param limit - In milliseconds.
 * @throws {@link HttpError} 503 when it is over.
 */
export async function withDeadline<T>(value: MaybePromise<T>, limit: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ServiceUnavailable()), limit)
  })
  try {
    return await Promise.race([value, deadline])
  } finally {
    clearTimeout(timer)
  }
}
