import {
  App,
  type Context,
  type HttpError,
  type MaybePromise,
  type Returned,
  type Settings,
} from '@micro/core'
import { accounts } from './accounts/accounts.ts'
import { api } from './api/api.ts'
import { problem } from './api/problem.ts'
import { blog } from './blog/blog.ts'
import { auth, db, securityHeaders, sessions, templates } from './extensions.ts'
import { counted, day, hue, initials, minutes } from './filters.ts'
import { seedCommand } from './seed/seed-command.ts'

/** What the pages say of the blog as a whole. */
const SITE = {
  title: 'Slack Water',
  tagline: 'Notes from four people who make timetables for ferries.',
  about:
    'Slack water is the short pause between two tides, when the sea pulls neither way: time to dock, to mend things, and to write down what we have learned.',
}

/** What a team blog needs to run, with settings that count more than those of the environment. */
export function createApp(overrides: Settings = {}): App {
  const app = new App({ name: 'demo', rootPath: import.meta.dirname })
  app.config.fromObject({ database: { url: 'sqlite:../.data/blog.sqlite' } }, 'default')
  app.config.fromPrefixedEnv('MICRO').fromObject(overrides)

  app.register(db)
  app.register(templates)
  app.register(sessions)
  app.register(auth)
  app.register(securityHeaders)

  app.register(accounts)
  app.register(blog)
  app.register(api)

  for (const [name, filter] of Object.entries({ counted, day, hue, initials, minutes }))
    app.templateFilter(name, filter)
  app.templateGlobal('site', SITE)
  for (const status of [400, 401, 403, 404, 413, 500, 503]) app.errorHandler(status, errorPage)
  app.command(seedCommand)
  return app
}

/** Errors look like the rest of the site to a person, and like problem details to a program. */
function errorPage(error: HttpError, c: Context): MaybePromise<Returned> {
  if (c.request.path.startsWith('/api/')) return problem(error)
  const { status, detail, headers } = error
  return templates.renderReply([`${status}.html`, 'error.html'], { status, detail }, { status, headers })
}
