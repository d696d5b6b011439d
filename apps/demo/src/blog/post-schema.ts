import {
  array,
  check,
  type InferOutput,
  maxLength,
  nonEmpty,
  object,
  optional,
  partial,
  pipe,
  regex,
  string,
  transform,
} from 'valibot'
import { cleanLine, cleanText } from '../text.ts'
import { isReadable } from './markdown.ts'

const title = pipe(
  string('The title is a text.'),
  transform(cleanLine),
  nonEmpty('Give the post a title.'),
  maxLength(120, 'A title can be 120 characters long.'),
)

const MAX_LENGTH = 40_000

const body = pipe(
  string('The body is a text in Markdown.'),
  transform(cleanText),
  nonEmpty('Write something first.'),
  maxLength(MAX_LENGTH, 'A post can be 40,000 characters long. Make it two?'),
  // Of a text that is too long that is said, and no more: reading it would take long, too.
  check(
    (text) => text.length > MAX_LENGTH || isReadable(text),
    'This has quotes, lists or emphasis inside of each other, too many levels deep.',
  ),
)

const tag = pipe(
  string('A tag is a text.'),
  transform(toTag),
  regex(
    /^[\p{L}\p{N}][\p{L}\p{N}-]{0,29}$/u,
    'A tag is a word of letters, digits and hyphens, up to 30 long.',
  ),
)

const tags = pipe(
  array(tag, 'Tags are a list of texts.'),
  transform((names) => [...new Set(names)]),
  maxLength(5, 'Five tags are enough.'),
)

/** A post as it is written in the editor; tags are separated by commas. */
export const PostForm = object({
  title,
  body,
  tags: pipe(optional(string(), ''), transform(splitTags), tags),
})

/** A post as a program sends it. */
export const PostJson = object({ title, body, tags: optional(tags, []) })

/** Changes to a post as a program sends them: what is left out stays. */
export const PostChanges = pipe(
  partial(object({ title, body, tags })),
  check((changes) => Object.keys(changes).length > 0, 'Send a title, a body or tags.'),
)

export type PostText = InferOutput<typeof PostForm>

/** A comment. Plain text: nothing in it means anything. */
export const CommentForm = object({
  body: pipe(
    string(),
    transform(cleanText),
    nonEmpty('Write something first.'),
    maxLength(2000, 'A comment can be 2,000 characters long.'),
  ),
})

function toTag(text: string): string {
  return cleanLine(text).toLowerCase().replaceAll(' ', '-')
}

function splitTags(text: string): string[] {
  return text.split(',').filter((part) => part.trim() !== '')
}
