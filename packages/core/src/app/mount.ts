import type { Command } from '../context/command.ts'
import type { AppWideRecord } from './app-wide.ts'
import type { BlueprintRef, Extension } from './extension.ts'
import type { RouteDefinition } from './handler.ts'
import type { HookRecord } from './hook-set.ts'
import type { MountOptions } from './mount-options.ts'
import type { StaticFolder } from './static-folder.ts'

/** A blueprint within another. */
export interface Child {
  readonly blueprint: Mountable
  readonly options: MountOptions
}

/** An extension within a blueprint. */
export interface ScopedExtension {
  readonly extension: Extension
  readonly options: object
}

/** What a blueprint holds, for the app that takes it in. */
export interface BlueprintRecord extends HookRecord {
  readonly options: MountOptions
  readonly routes: readonly RouteDefinition[]
  /** What it adds to the whole app. */
  readonly appWide: AppWideRecord
  readonly commands: readonly Command[]
  /** Absolute path of its templates; `undefined` when it has none. */
  readonly templateFolder: string | undefined
  readonly staticFolder: StaticFolder | undefined
  readonly children: readonly Child[]
  readonly extensions: readonly ScopedExtension[]
}

/** What can be registered on an app beside extensions: a {@link Blueprint}. */
export interface Mountable extends BlueprintRef {
  /** Gives what it holds; from now on it is locked. */
  record(): BlueprintRecord
}
