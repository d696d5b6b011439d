import { MethodNotAllowed } from '../ground/http-error.ts'
import type { MaybePromise } from '../ground/promise.ts'
import type { Context } from '../context/context.ts'
import type { Returned } from '../message/to-reply.ts'
import type { BeforeHook } from '../pipeline/scope.ts'
import type { AnyOptions } from './handler.ts'

/**
 * A handler as a class: `dispatch` answers. An instance is made for every request, so that it can keep what belongs to it.
 *
 * @example
 * class Time extends View {
 *   dispatch() {
 *     return { now: new Date() }
 *   }
 * }
 * app.route('/time', Time)
 */
export abstract class View {
  /** Request methods that it answers. Default: `['GET']`. */
  static readonly methods?: readonly string[]
  /** Whether one instance answers all requests. Default: false. */
  static readonly shared: boolean = false
  /** Guards of the route, before those of its options. Default: none. */
  static readonly before: readonly BeforeHook[] = []
  /** Whether OPTIONS is answered without it, unless it has a method for that. Default: true; the route's options go first. */
  static readonly automaticOptions: boolean = true

  abstract dispatch(c: Context): MaybePromise<Returned>
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'trace']

/**
 * A handler as a class with a method for each request method: `get`, `post`, and so on. HEAD is answered by `get` unless
 * there is a `head`; what has no method is 405. `static methods` lists fewer than there are, such as inherited ones.
 *
 * @example
 * class Item extends MethodView {
 *   get({ params }: ContextOf<'/items/<int:id>'>) {
 *     return { id: params.id }
 *   }
 *   delete() {
 *     return respond(null, { status: 204 })
 *   }
 * }
 * app.route('/items/<int:id>', Item)
 */
export abstract class MethodView extends View {
  dispatch(c: Context): MaybePromise<Returned> {
    const name = c.request.method.toLowerCase()
    const handle: unknown = Reflect.get(this, name === 'head' && !('head' in this) ? 'get' : name)
    if (!isHandler(handle)) throw new MethodNotAllowed('', { headers: { allow: namesIn(this).join(', ') } })
    return handle.call(this, c)
  }
}

/** A class that can be registered as a route. */
export interface ViewClass {
  new (): View
  readonly prototype: View
  readonly name: string
  readonly methods?: readonly string[]
  readonly shared: boolean
  readonly before: readonly BeforeHook[]
  readonly automaticOptions: boolean
}

/** Whether what was registered is a view and not a handler. */
export function isView(handler: unknown): handler is ViewClass {
  return typeof handler === 'function' && handler.prototype instanceof View
}

/** The request methods of a view: those it lists, or those it has methods for. */
export function methodsOfView(view: ViewClass): readonly string[] {
  if (view.methods !== undefined) return view.methods
  const found = namesIn(view.prototype)
  return found.length > 0 ? found : ['GET']
}

/** The options of a route whose view has guards and defaults of its own. */
export function optionsOfView(view: ViewClass, options: AnyOptions): AnyOptions {
  const { endpoint = view.name, automaticOptions = view.automaticOptions, before = [] } = options
  return { ...options, endpoint, automaticOptions, before: [...view.before, ...before] }
}

/** The request methods that a view has methods for. */
function namesIn(view: View): string[] {
  return METHODS.filter((name) => name in view).map((name) => name.toUpperCase())
}

/** The handler that makes an instance and lets it answer. */
export function handlerOfView(ViewClass: ViewClass): (c: Context) => MaybePromise<Returned> {
  if (!ViewClass.shared) return (c) => new ViewClass().dispatch(c)
  const view = new ViewClass()
  return (c) => view.dispatch(c)
}

function isHandler(value: unknown): value is (c: Context) => MaybePromise<Returned> {
  return typeof value === 'function'
}
