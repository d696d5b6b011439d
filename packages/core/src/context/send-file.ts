import { abort } from '../ground/http-error.ts'
import { formatContentDisposition } from '../http/content-disposition.ts'
import { fileType } from '../http/file-type.ts'
import { hashOf } from '../message/body-hash.ts'
import { BlobFile, BytesFile } from '../message/bytes-file.ts'
import { isPlainPath } from '../message/file-path.ts'
import type { FileSource, OpenFile } from '../message/file-source.ts'
import type { Reply } from '../message/reply.ts'
import { sendOpenFile } from '../message/send-file.ts'
import type { Context } from './context.ts'
import { currentContext } from './current.ts'

/** How a file is sent. */
export interface SendFileOptions {
  /**
   * Whether the client saves it and does not show it. What somebody has uploaded has to be sent so: shown, its scripts would
   * run as yours. Default: false.
   */
  readonly attachment?: boolean
  /** What the client calls it. Whatever it holds, it stays a name. Default: that of the file. */
  readonly downloadName?: string
  /** Media type. Default: by the end of `downloadName` or of the file's name; that of the blob. */
  readonly type?: string
  /** How long this client may keep it without asking again, in seconds. Default: 0, it always asks. */
  readonly maxAge?: number
  /** Entity tag, without quotes; `false` for none. Default: of size and time of change; of bytes, their hash; of a blob, none. */
  readonly etag?: string | false
  /** Default: when the file was changed. */
  readonly lastModified?: Date
}

/**
 * Answers the current request with a file: whole, in the ranges asked for, or not at all when the client has it already.
 *
 * A path is taken as it is: never make one of what a client sent, use {@link sendFrom}. Links are followed, hidden files are
 * sent. A file is streamed, never whole in memory (but for short ones), and closed in any case.
 *
 * @param file - Path beside the app's `rootPath` or absolute; or bytes, a blob, a file that is open.
 * @throws {@link NotFound} when there is no such file; {@link PreconditionFailed}, {@link RangeNotSatisfiable}.
 * @throws {@link MicroError} `ROOT_PATH_MISSING`; `ETAG_VALUE`; `NO_PLATFORM` for a path where there is no file system; `NO_REQUEST`.
 * @example
 * app.get('/report', () => sendFile('reports/2026.pdf', { attachment: true, downloadName: 'report.pdf' }))
 * @see https://www.rfc-editor.org/rfc/rfc6266
 */
export async function sendFile(
  file: string | Uint8Array | Blob | OpenFile,
  options: SendFileOptions = {},
): Promise<Reply> {
  const c = currentContext()
  if (typeof file === 'string')
    return send(c, (await c.app.openFile(file)) ?? abort(404), nameOf(file), options)
  if (file instanceof Uint8Array) {
    const tag = options.etag === undefined ? await hashOf(file) : undefined
    return send(c, new BytesFile(file, { tag }), undefined, options)
  }
  if (!(file instanceof Blob)) return send(c, file, undefined, options)
  const type = options.type ?? (file.type || undefined)
  return send(c, new BlobFile(file), undefined, type === undefined ? options : { ...options, type })
}

/**
 * Answers the current request with a file below a folder, by a name that a client may have sent: whatever it is, nothing
 * outside of the folder is sent, nothing hidden, and nothing but plain files.
 *
 * @param folder - Path beside the app's `rootPath` or absolute; or any other source of files.
 * @param path - Below the folder, with `/` between its parts.
 * @throws {@link NotFound} when there is no such file, or it may not be sent; {@link PreconditionFailed}, {@link RangeNotSatisfiable}.
 * @throws {@link MicroError} `ROOT_PATH_MISSING`; `ETAG_VALUE`; `NO_PLATFORM` for a path where there is no file system; `NO_REQUEST`.
 * @example
 * app.get('/uploads/<path:name>', ({ params }) => sendFrom('uploads', params.name, { attachment: true }))
 */
export async function sendFrom(
  folder: string | FileSource,
  path: string,
  options: SendFileOptions = {},
): Promise<Reply> {
  const c = currentContext()
  if (!isPlainPath(path)) abort(404)
  const files = typeof folder === 'string' ? await c.app.openFolder(folder) : folder
  return send(c, (await files.open(path)) ?? abort(404), nameOf(path), options)
}

async function send(
  { request }: Context,
  file: OpenFile,
  name: string | undefined,
  options: SendFileOptions,
): Promise<Reply> {
  const { attachment = false, maxAge = 0, etag, lastModified } = options
  const shown = options.downloadName ?? name
  const reply = await sendOpenFile(file, request, {
    type: options.type ?? fileType(shown ?? ''),
    // For this client alone: what a handler sends may be for nobody else.
    cacheControl: maxAge > 0 ? `private, max-age=${Math.floor(maxAge)}` : 'no-cache',
    etag,
    lastModified,
    disposition: attachment
      ? formatContentDisposition('attachment', shown)
      : options.downloadName === undefined
        ? undefined
        : formatContentDisposition('inline', shown),
  })
  // A page that is shown all the same, by a client that does not know better, runs no script and is of no site.
  if (attachment) reply.headers.setDefault('content-security-policy', 'sandbox')
  return reply
}

/** The part after the last separator, also that of Windows. */
function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
