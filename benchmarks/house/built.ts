import { join } from 'node:path'

/** What to import for a package of ours: the build that is measured, where a server was given one, else as it is installed. */
export function built(name: 'core' | 'auth' | 'templating'): string {
  const packages = process.env['BENCH_PACKAGES']
  return packages === undefined ? `@micro/${name}` : join(packages, name, 'dist', 'index.js')
}
