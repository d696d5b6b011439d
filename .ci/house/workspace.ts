import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { moduleFacts, type ModuleFacts } from './module-facts.ts'
import type { Plan, RoomPlan } from './plan.ts'

/** The members of a package.json that the rules read. */
export interface Manifest {
  readonly name?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, unknown>>
  readonly imports?: Readonly<Record<string, unknown>>
}

/** A package, an app or a folder of scripts. Paths are from the repository's root, with `/`. */
export interface Room {
  readonly path: string
  readonly plan: RoomPlan
  /** Index into the plan's floors. */
  readonly floor: number
  /** Its own package.json, or the nearest one above. */
  readonly manifest: Manifest
  readonly manifestPath: string
}

/** A source file with its place in the house. */
export interface SourceFile {
  readonly path: string
  readonly room: Room
  /** First folder inside `src` (inside the room where it has no `src`); `''` for a file that stands beside the folders. */
  readonly folder: string
  /** Inside `src` and no test: what users get. */
  readonly published: boolean
  readonly test: boolean
  readonly facts: ModuleFacts
}

/** All that is read from disk, once. */
export interface Workspace {
  readonly root: string
  readonly plan: Plan
  readonly rooms: readonly Room[]
  /** By path. */
  readonly files: ReadonlyMap<string, SourceFile>
  /** The package.json of the repository: its development tools serve every room. */
  readonly manifest: Manifest
  /** Folders of packages that the plan does not name. */
  readonly unplaced: readonly string[]
}

const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.cache', '.turbo'])

/** Reads the rooms that the plan names, and their sources. Rooms that are not built yet are left out. */
export function openWorkspace(root: string, plan: Plan): Workspace {
  const rooms = plan.floors.flatMap((roomPlans, floor) =>
    roomPlans.flatMap((roomPlan) =>
      foldersAt(root, roomPlan.path).map((path) => openRoom(root, path, roomPlan, floor)),
    ),
  )
  const files = rooms.flatMap((room) => sourcesOf(root, room))
  const named = new Set(rooms.map((room) => room.path))
  return {
    root,
    plan,
    rooms: rooms.filter((room) => files.some((file) => file.room === room)),
    files: new Map(files.map((file) => [file.path, file])),
    manifest: readManifest(root, 'package.json'),
    unplaced: globSync('{packages,apps,examples}/*/package.json', { cwd: root })
      .map(dirname)
      .filter((path) => !named.has(path)),
  }
}

function foldersAt(root: string, path: string): readonly string[] {
  return path.endsWith('/*')
    ? globSync(path, { cwd: root }).toSorted()
    : [path].filter((one) => existsSync(join(root, one)))
}

function openRoom(root: string, path: string, plan: RoomPlan, floor: number): Room {
  const own = `${path}/package.json`
  const manifestPath = existsSync(join(root, own)) ? own : 'package.json'
  return { path, plan, floor, manifest: readManifest(root, manifestPath), manifestPath }
}

function readManifest(root: string, path: string): Manifest {
  return JSON.parse(readFileSync(join(root, path), 'utf8'))
}

function sourcesOf(root: string, room: Room): readonly SourceFile[] {
  const paths = globSync('**/*.{ts,mts,js,mjs}', {
    cwd: join(root, room.path),
    exclude: (name) => NOT_OURS.has(name),
  })
  return paths.toSorted().map((inside) => {
    const path = `${room.path}/${inside}`
    const parts = inside.split('/')
    const inSource = parts[0] === 'src'
    const test = /\.(test|bench)\.m?ts$/.test(inside)
    return {
      path,
      room,
      folder: parts.slice(inSource ? 1 : 0, -1)[0] ?? '',
      published: inSource && !test,
      test,
      facts: moduleFacts(path, readFileSync(join(root, path), 'utf8')),
    }
  })
}
