import { execFileSync } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { scratchFolder, type Tree, writeTree } from './scratch-tree.ts'
import { outsideEnvironment, pack } from './tarballs.ts'
import type { Room, Workspace } from './workspace.ts'

const serveOnce = join(import.meta.dirname, 'examples/serve-once.ts')

/** A project of somebody else, outside of the workspace, deleted at the end of the test. */
export interface OutsideProject {
  readonly path: string
  readonly write: (files: Tree) => void
  /** Installs packages from their tarballs, beside those that are there. */
  readonly add: (rooms: readonly Room[], ...npmOptions: readonly string[]) => void
  /** Runs a command in a folder of it, and gives what was printed. */
  readonly execute: (folder: string, command: string, ...words: readonly string[]) => string
  /** Runs a program, asks it for `/` if it serves, and gives what was printed. */
  readonly run: (file: string, text: string) => string
}

/** Makes a project with nothing in it. */
export function emptyProject(workspace: Workspace): OutsideProject {
  const folder = scratchFolder()
  onTestFinished(() => folder[Symbol.dispose]())
  const write = (files: Tree): void => writeTree(folder.path, files)
  const execute: OutsideProject['execute'] = (inside, command, ...words) =>
    execFileSync(command, words, {
      cwd: join(folder.path, inside),
      encoding: 'utf8',
      env: environment(),
      stdio: 'pipe',
    })
  write({ 'package.json': '{ "type": "module" }' })
  return {
    path: folder.path,
    write,
    execute,
    add(rooms, ...npmOptions) {
      const tarballs = rooms.map((room) => pack(workspace, room, folder.path))
      execute('.', 'npm', 'install', '--no-audit', '--no-fund', ...npmOptions, ...tarballs)
    },
    run(file, text) {
      write({ [file]: text })
      return execute('.', process.execPath, '--import', serveOnce, file)
    },
  }
}

/** Scripts of npm run on the Node that the tests run on. */
function environment(): NodeJS.ProcessEnv {
  const inherited = outsideEnvironment()
  return { ...inherited, PATH: [dirname(process.execPath), inherited['PATH'] ?? ''].join(delimiter) }
}
