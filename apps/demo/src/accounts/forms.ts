import {
  check,
  forward,
  type InferOutput,
  maxLength,
  minLength,
  nonEmpty,
  object,
  partialCheck,
  pipe,
  regex,
  string,
  transform,
} from 'valibot'
import { cleanLine, cleanText } from '../text.ts'

const name = pipe(
  string(),
  transform(cleanLine),
  nonEmpty('Tell us what to call you.'),
  maxLength(60, 'A name can be 60 characters long.'),
)

const newPassword = pipe(
  string(),
  minLength(10, 'Use at least 10 characters: a few words are easier to remember than one strange one.'),
  check((password) => new TextEncoder().encode(password).length <= 1024, 'That is longer than we can take.'),
)

/** What somebody fills in to join. */
export const RegisterForm = pipe(
  object({
    name,
    username: pipe(
      string(),
      transform((text) => cleanLine(text).toLowerCase()),
      regex(/^[a-z][a-z0-9-]{2,29}$/, 'Use 3 to 30 letters, digits or hyphens, beginning with a letter.'),
    ),
    password: newPassword,
    repeated: string(),
  }),
  forward(
    partialCheck(
      [['password'], ['repeated']],
      (form) => form.password === form.repeated,
      'The two passwords differ.',
    ),
    ['repeated'],
  ),
)

/** What somebody fills in to log in. */
export const LoginForm = object({
  username: pipe(
    string(),
    transform((text) => cleanLine(text).toLowerCase()),
    nonEmpty('Fill in your username.'),
  ),
  password: pipe(string(), nonEmpty('Fill in your password.')),
})

/** What others read about somebody. */
export const ProfileForm = object({
  name,
  bio: pipe(string(), transform(cleanText), maxLength(400, 'Keep it to 400 characters.')),
})

/** What somebody fills in to change their password. */
export const PasswordForm = pipe(
  object({
    current: pipe(string(), nonEmpty('Fill in the password you have now.')),
    password: newPassword,
    repeated: string(),
  }),
  forward(
    partialCheck(
      [['password'], ['repeated']],
      (form) => form.password === form.repeated,
      'The two passwords differ.',
    ),
    ['repeated'],
  ),
)

export type Registration = InferOutput<typeof RegisterForm>
export type Profile = InferOutput<typeof ProfileForm>
