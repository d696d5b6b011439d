import { fail } from '../ground/codes.ts'
import type { HttpError } from '../ground/http-error.ts'
import type { ContextProcessor } from '../context/template-surface.ts'
import {
  type AfterHook,
  type BeforeHook,
  emptyHooks,
  type ErrorClass,
  type ErrorHandler,
  type Hooks,
  type Middleware,
  type TeardownHook,
  type UrlValuePreprocessor,
} from '../pipeline/scope.ts'
import type { RequestHooks, UrlDefaults } from './request-hooks.ts'

/** What was hung around the requests of one scope. */
export interface HookRecord {
  readonly hooks: Hooks
  readonly urlDefaults: UrlDefaults[]
  readonly contextProcessors: ContextProcessor[]
}

/** Takes in the hooks of one scope, in the order in which they are added. */
export abstract class HookSet implements RequestHooks {
  protected readonly hung: HookRecord = { hooks: emptyHooks(), urlDefaults: [], contextProcessors: [] }

  /** @throws {@link MicroError} `SETUP_FINISHED` when it is too late to call this method. */
  protected abstract assertOpen(method: string): void

  beforeRequest(hook: BeforeHook): void {
    this.assertOpen('beforeRequest')
    this.hung.hooks.before.push(hook)
  }

  afterRequest(hook: AfterHook): void {
    this.assertOpen('afterRequest')
    this.hung.hooks.after.push(hook)
  }

  beforeSend(hook: AfterHook): void {
    this.assertOpen('beforeSend')
    this.hung.hooks.beforeSend.push(hook)
  }

  teardownRequest(hook: TeardownHook): void {
    this.assertOpen('teardownRequest')
    this.hung.hooks.teardown.push(hook)
  }

  use(middleware: Middleware): void {
    this.assertOpen('use')
    this.hung.hooks.middleware.push(middleware)
  }

  urlValuePreprocessor(hook: UrlValuePreprocessor): void {
    this.assertOpen('urlValuePreprocessor')
    this.hung.hooks.urlValuePreprocessors.push(hook)
  }

  urlDefaults(hook: UrlDefaults): void {
    this.assertOpen('urlDefaults')
    this.hung.urlDefaults.push(hook)
  }

  /** Gives values to every template that is rendered in this scope. */
  contextProcessor(processor: ContextProcessor): void {
    this.assertOpen('contextProcessor')
    this.hung.contextProcessors.push(processor)
  }

  errorHandler(status: number, handler: ErrorHandler<HttpError>): void
  errorHandler<E>(errorClass: ErrorClass<E>, handler: ErrorHandler<E>): void
  errorHandler(caught: number | ErrorClass, handler: ErrorHandler<never>): void {
    this.assertOpen('errorHandler')
    if (typeof caught === 'function') this.hung.hooks.errorsByClass.set(caught, { handle: handler })
    else if (typeof caught !== 'number') throw fail('ERROR_CLASS', { type: typeof caught })
    else if (Number.isInteger(caught) && caught >= 400 && caught <= 599)
      this.hung.hooks.errorsByStatus.set(caught, { handle: handler })
    else throw fail('ABORT_STATUS', { status: String(caught) })
  }
}
