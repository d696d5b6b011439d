import { abort } from '../ground/http-error.ts'
import type { Context } from '../context/context.ts'
import type { FileSource } from '../message/file-source.ts'
import type { Reply } from '../message/reply.ts'
import { sendOpenFile } from '../message/send-file.ts'
import type { RouteDefinition } from './handler.ts'
import type { StaticFolder } from './mount.ts'

/** The route that serves the files of a folder, as the endpoint `static`. */
export function staticRoute({ path, urlPath }: StaticFolder): RouteDefinition {
  const pattern = `${urlPath.replace(/\/+$/, '')}/<path:filename>`
  return {
    route: { path: pattern, endpoint: 'static', methods: ['GET'] },
    path: pattern,
    options: { endpoint: 'static' },
    handler: serveFolder(path),
  }
}

/** Opens the folder with the first request: an app can be made where there is no file system. */
function serveFolder(folder: string): (c: Context<{ readonly filename: string }>) => Promise<Reply> {
  let files: Promise<FileSource> | undefined
  return async ({ params, request }) => {
    files ??= import('#platform').then(({ openFolder }) => openFolder(folder))
    const file = (await (await files).open(params.filename)) ?? abort(404)
    return sendOpenFile(file, params.filename, request)
  }
}
