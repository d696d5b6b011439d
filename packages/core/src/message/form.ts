import { BadRequest, ContentTooLarge, UnsupportedMediaType } from '../ground/http-error.ts'
import { Fields } from '../http/fields.ts'
import { parseMediaType } from '../http/media-type.ts'
import { type Entry, MultiMap } from '../http/multi-map.ts'
import { boundaryOf } from '../http/multipart.ts'
import { parseForm } from '../http/query.ts'
import { decodeUtf8 } from './body.ts'
import type { Limits } from './limits.ts'
import type { MultipartReader } from './multipart-reader.ts'
import type { Part } from './part.ts'
import { UploadedFile } from './uploaded-file.ts'
import type { Uploads } from './uploads.ts'

/**
 * The fields of a form, with its files beside them. Nothing of it is checked: {@link validate} does that.
 *
 * @example
 * const form = await request.form()
 * const title = form.get('title') ?? ''
 * const photo = form.files.get('photo')
 */
export class Form extends Fields {
  /** The files by the name of their field. A field left empty is no file. */
  readonly files: MultiMap<UploadedFile>

  constructor(fields: readonly Entry<string>[], files: readonly Entry<UploadedFile>[] = []) {
    super(fields)
    this.files = new MultiMap(files)
  }
}

/**
 * The boundary of a multipart form; `undefined` for a urlencoded one. Asked before a body is read, so that a wrong media type
 * is said before a long body has come.
 *
 * @throws {@link UnsupportedMediaType} for what is no form; {@link BadRequest} for a boundary that is none.
 */
export function formBoundary(contentType: string): string | undefined {
  const mediaType = parseMediaType(contentType)
  if (mediaType?.type === 'application/x-www-form-urlencoded') return undefined
  // `boundary=` is no valid parameter, and still meant to be a form.
  if (mediaType === undefined && /^multipart\/form-data *;/i.test(contentType))
    throw new BadRequest('The form has no valid boundary.')
  if (mediaType?.type !== 'multipart/form-data')
    throw new UnsupportedMediaType(
      'Send a form, as `content-type: multipart/form-data` or `application/x-www-form-urlencoded`',
    )
  return boundaryOf(mediaType)
}

/** The form in a body of the type `application/x-www-form-urlencoded`. */
export function parseUrlencodedForm(bytes: Uint8Array, limits: Limits): Form {
  if (bytes.length > limits.maxFormMemory) throw new ContentTooLarge('The form is too large')
  const fields = parseForm(decodeUtf8(bytes), { maxParameters: limits.maxFormParts })
  return new Form([...fields].map(([name, value]) => ({ name, value })))
}

/** Reads a multipart form to its end, and stores its files. */
export async function readMultipartForm(
  reader: MultipartReader,
  uploads: Uploads,
  { maxFileMemory }: Limits,
): Promise<Form> {
  const fields: Entry<string>[] = []
  const files: Entry<UploadedFile>[] = []
  for (let part = await reader.next(); part !== undefined; part = await reader.next()) {
    if (part.filename === undefined) fields.push({ name: part.name, value: await part.text() })
    // A browser sends an empty file name for a file field that was left empty.
    else if (part.filename !== '')
      files.push({ name: part.name, value: await storeFile(part, uploads, maxFileMemory) })
  }
  return new Form(fields, files)
}

async function storeFile(part: Part, uploads: Uploads, maxMemory: number): Promise<UploadedFile> {
  return new UploadedFile(part, await uploads.store(part, maxMemory))
}
