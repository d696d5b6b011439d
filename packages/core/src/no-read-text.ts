import { fail } from './ground/codes.ts'

// What stands in for node/read-text.ts where there are no files.
export function readText(): string {
  throw fail('NO_PLATFORM', { what: 'file system' })
}
