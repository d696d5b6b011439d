/** The text of a file in UTF-8. Synchronous: for what is read once, while an app is set up. */
export function readText(path: string | URL): string {
  // Not imported: that would load all of `node:fs`, as node/built-in.ts says, and few apps read a file so.
  return process.getBuiltinModule('node:fs').readFileSync(path, 'utf8')
}
