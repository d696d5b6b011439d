import { MicroError } from '../../ground/errors.ts'

/** What was thrown, in one line. */
export function saying(error: unknown): string {
  if (!(error instanceof Error)) return `Thrown: ${String(error)}`
  const [line = ''] = error.message.split('\n', 1)
  return error instanceof MicroError ? line : `${error.name}: ${line}`
}

/** What a function threw, also later; `undefined` when it threw nothing. */
export async function thrownBy(run: () => unknown): Promise<unknown> {
  try {
    await run()
    return undefined
  } catch (error) {
    return error ?? 'nothing'
  }
}
