import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Violation } from './house.ts'
import type { Room, Workspace } from './workspace.ts'

/** A violation at the line of a room's package.json where a name stands. */
export function atManifest(
  workspace: Workspace,
  room: Room,
  name: string,
  message: string,
  fix: string,
): Violation {
  const lines = readFileSync(join(workspace.root, room.manifestPath), 'utf8').split('\n')
  const line = lines.findIndex((text) => text.includes(`"${name}":`)) + 1
  return { file: room.manifestPath, line: Math.max(line, 1), message, fix }
}
