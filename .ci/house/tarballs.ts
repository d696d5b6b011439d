import { execFileSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import type { Room, Workspace } from './workspace.ts'

/** The packages that are published, core first. */
export function publishedPackages({ rooms }: Workspace): readonly Room[] {
  return rooms.filter(
    ({ path, manifestPath }) => path.startsWith('packages/') && manifestPath.startsWith(path),
  )
}

/** Whether a package has been built since its sources last changed. */
export function isBuilt({ root }: Workspace, { path }: Room): boolean {
  const sources = globSync(`${path}/src/**/*.ts`, { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
  const built = globSync(`${path}/dist/**/*.js`, { cwd: root })
  return built.length > 0 && newest(root, built) >= newest(root, sources)
}

/** Packs a package as it would be published. Gives the tarball's path. */
export function pack({ root }: Workspace, { path }: Room, folder: string): string {
  const tarball = join(folder, `${basename(path)}.tgz`)
  const [command, ...first] = onPath('pnpm') ? ['pnpm'] : ['npx', '-y', 'pnpm@12']
  execFileSync(command ?? 'pnpm', [...first, 'pack', '--silent', '--out', tarball], {
    cwd: join(root, path),
    stdio: 'pipe',
  })
  return tarball
}

/** The environment of someone who has only Node and npm: nothing of the workspace, and no condition for sources. */
export function outsideEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => name !== 'NODE_OPTIONS' && !/^npm_config_.*prefix$/i.test(name) && !name.startsWith('VITEST'),
  )
  return Object.fromEntries(inherited)
}

function newest(root: string, files: readonly string[]): number {
  return Math.max(...files.map((file) => statSync(join(root, file)).mtimeMs))
}

function onPath(command: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.some(
    (folder) => statSync(join(folder, command), { throwIfNoEntry: false })?.isFile() ?? false,
  )
}
