import { BadRequest, ContentTooLarge, UnsupportedMediaType } from '../ground/http-error.ts'
import { Fields } from '../http/fields.ts'
import { parseMediaType } from '../http/media-type.ts'
import { type Entry, MultiMap } from '../http/multi-map.ts'
import { boundaryOf, createMultipartParser, type PartHead } from '../http/multipart.ts'
import { parseForm } from '../http/query.ts'
import { decodeUtf8 } from './body.ts'
import { joinChunks } from './chunks.ts'
import type { Limits } from './limits.ts'
import { UploadedFile } from './uploaded-file.ts'

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

/** Reads a form. The media type is checked first, so that a wrong one is said before a long body is read. */
export async function readForm(
  contentType: string,
  read: () => Promise<Uint8Array>,
  limits: Limits,
): Promise<Form> {
  const mediaType = parseMediaType(contentType)
  if (mediaType?.type === 'application/x-www-form-urlencoded') return readUrlencoded(await read(), limits)
  // `boundary=` is no valid parameter, and still meant to be a form.
  if (mediaType === undefined && /^multipart\/form-data *;/i.test(contentType))
    throw new BadRequest('The form has no valid boundary.')
  if (mediaType?.type !== 'multipart/form-data') throw new UnsupportedMediaType('Send a form')
  const boundary = boundaryOf(mediaType)
  return readMultipart(await read(), boundary, limits)
}

function readUrlencoded(bytes: Uint8Array, limits: Limits): Form {
  if (bytes.length > limits.maxFormMemory) throw new ContentTooLarge('The form is too large')
  const fields = parseForm(decodeUtf8(bytes), { maxParameters: limits.maxFormParts })
  return new Form([...fields].map(([name, value]) => ({ name, value })))
}

interface Part {
  readonly head: PartHead
  readonly chunks: Uint8Array[]
}

function readMultipart(bytes: Uint8Array, boundary: string, limits: Limits): Form {
  const parts: Part[] = []
  let fieldBytes = 0
  const parser = createMultipartParser(
    boundary,
    { maxParts: limits.maxFormParts },
    {
      partBegin: (head) => void parts.push({ head, chunks: [] }),
      partData: (chunk) => {
        const part = parts.at(-1)
        if (part?.head.filename === undefined) fieldBytes += chunk.length
        if (fieldBytes > limits.maxFormMemory)
          throw new ContentTooLarge('The fields of the form are too large')
        // A view of the one buffer that is kept: no byte of an upload is copied.
        part?.chunks.push(chunk)
      },
      partEnd: () => {},
    },
  )
  parser.write(bytes)
  parser.end()
  return toForm(parts)
}

function toForm(parts: readonly Part[]): Form {
  const fields: Entry<string>[] = []
  const files: Entry<UploadedFile>[] = []
  for (const { head, chunks } of parts) {
    if (head.filename === undefined) fields.push({ name: head.name, value: decodeUtf8(joinChunks(chunks)) })
    // A browser sends an empty file name for a file field that was left empty.
    else if (head.filename !== '')
      files.push({ name: head.name, value: new UploadedFile(head, joinChunks(chunks)) })
  }
  return new Form(fields, files)
}
