import { fail } from '../errors.ts'

/**
 * Imports the package of a driver, which is installed only by those who use it.
 *
 * @throws {@link MicroError} `DATABASE_DRIVER` when it is not installed.
 */
export async function loadDriver<Module>(
  name: string,
  scheme: string,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    if (isMissing(error)) throw fail('DATABASE_DRIVER', { package: name, scheme }, { cause: error })
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
}
