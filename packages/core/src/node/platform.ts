// What Node can do for an app: named here, imported as `#platform`, so that other runtimes can have their own.
export { openFile, openFolder } from './folder.ts'
export { listen } from './listen.ts'
export { exit, untilAskedToEnd } from './signals.ts'
export { createTemporaryFile, writeNewFile } from './temporary-files.ts'
