import { defineSignal, type Signal } from '../ground/signal.ts'
import type { Reply } from '../message/reply.ts'
import type { AppContext } from './app-context.ts'
import type { AnyContext } from './context.ts'

/** A request has arrived; nothing was run for it. */
export const requestStarted: Signal<{ readonly c: AnyContext }> = defineSignal('request-started')

/** The reply to a request is ready: all hooks have run, and nothing of it was sent. */
export const requestFinished: Signal<{ readonly c: AnyContext; readonly reply: Reply }> =
  defineSignal('request-finished')

/** A request is over; what was opened for it is about to be closed. `error` is the one that no handler took. */
export const requestTearingDown: Signal<{ readonly c: AnyContext; readonly error: unknown }> =
  defineSignal('request-tearing-down')

/** Something was thrown that nobody expected: it is answered with 500. Not for an {@link HttpError}. */
export const gotRequestException: Signal<{ readonly c: AnyContext; readonly error: unknown }> =
  defineSignal('got-request-exception')

/** A piece of work outside of a request has begun, such as a command. */
export const appContextPushed: Signal<{ readonly context: AppContext }> = defineSignal('app-context-pushed')

/** A piece of work outside of a request is over, and all that it opened is closed. */
export const appContextPopped: Signal<{ readonly context: AppContext }> = defineSignal('app-context-popped')

/** A template is about to be rendered, with what it is given. */
export const beforeRenderTemplate: Signal<RenderedTemplateInfo> = defineSignal('before-render-template')

/** A template was rendered. */
export const templateRendered: Signal<RenderedTemplateInfo> = defineSignal('template-rendered')

/** A message was left for the next page. */
export const messageFlashed: Signal<{ readonly message: string; readonly category: string }> =
  defineSignal('message-flashed')

/** Which template, and with what. */
export interface RenderedTemplateInfo {
  /** Its name; `undefined` for one given as a text. */
  readonly template: string | undefined
  readonly values: Readonly<Record<string, unknown>>
}
