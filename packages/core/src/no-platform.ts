import { fail } from './ground/codes.ts'
import type { Platform } from './pipeline/platform.ts'

// What stands in for node/platform.ts where there is no Node: serving `app.fetch` needs none of it.
export const listen: Platform['listen'] = () =>
  Promise.reject(fail('NO_PLATFORM', { what: 'sockets to listen on' }))
export const openFolder: Platform['openFolder'] = () => {
  throw fail('NO_PLATFORM', { what: 'file system' })
}
export const openFile: Platform['openFile'] = () =>
  Promise.reject(fail('NO_PLATFORM', { what: 'file system' }))
export const createTemporaryFile: Platform['createTemporaryFile'] = () => Promise.resolve(undefined)
export const writeNewFile: Platform['writeNewFile'] = () =>
  Promise.reject(fail('NO_PLATFORM', { what: 'file system' }))
export const untilAskedToEnd: Platform['untilAskedToEnd'] = () =>
  Promise.reject(fail('NO_PLATFORM', { what: 'process signals' }))
export const exit: Platform['exit'] = () => {
  throw fail('NO_PLATFORM', { what: 'process to end' })
}
