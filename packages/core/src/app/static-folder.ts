import type { FileSource } from '../message/file-source.ts'
import { resolveFolder } from './folders.ts'

/** Which files an app or a blueprint serves, where, and how. */
export interface StaticOptions {
  /** Where those files are. Of a blueprint: below its prefix. Default: `'/static'`. */
  readonly staticUrlPath?: string
  /** Whether URLs of those files change with their content (`?v=…`), so that clients may keep them for good. Default: true. */
  readonly staticVersions?: boolean
  /** Whether the folder `.well-known` among them is served; nothing else that is hidden ever is. RFC 8615. Default: false. */
  readonly staticWellKnown?: boolean
}

/** Files that are served. */
export interface StaticFolder {
  /** Absolute path of their folder, or where else they come from. */
  readonly files: string | FileSource
  /** Where in the scope they are found: `'/static'`. */
  readonly urlPath: string
  readonly hasVersions: boolean
  readonly wellKnown: boolean
}

/**
 * The files that somebody serves; `undefined` for none.
 *
 * @param owner - For the message.
 * @param initial - Their folder where none was given.
 * @throws {@link MicroError} `ROOT_PATH_MISSING` for a relative folder without a `rootPath`.
 */
export function staticFolderOf(
  owner: string,
  options: StaticOptions & {
    readonly rootPath?: string
    readonly staticFolder?: string | false | FileSource
  },
  initial?: string,
): StaticFolder | undefined {
  const {
    rootPath,
    staticFolder,
    staticUrlPath = '/static',
    staticVersions = true,
    staticWellKnown = false,
  } = options
  const files =
    typeof staticFolder === 'object' ? staticFolder : resolveFolder(owner, rootPath, staticFolder, initial)
  if (files === undefined) return undefined
  return { files, urlPath: staticUrlPath, hasVersions: staticVersions, wellKnown: staticWellKnown }
}
