// What Node can do for an app: named here, imported as `#platform`, so that other runtimes can have their own.
export { openFolder } from './folder.ts'
export { listen } from './listen.ts'
export { untilAskedToEnd } from './signals.ts'
