import type { Extension } from './extension.ts'

/**
 * Makes an extension without a class: the same thing, its types inferred.
 *
 * The object is frozen: what belongs to one app is in the state that `initApp` returns.
 *
 * @example
 * const greeter = defineExtension({
 *   name: 'greeter',
 *   options: defineOptions({ greeting: stringOption('Hello') }),
 *   initApp: (app, { greeting }) => ({ greet: (name: string) => `${greeting}, ${name}!` }),
 * })
 * const app = new App()
 * app.register(greeter, { greeting: 'Hi' })
 * app.get('/<name>', ({ params }) => currentApp().extension(greeter).greet(params.name))
 */
export function defineExtension<State, Options = object>(
  definition: Extension<State, Options>,
): Extension<State, Options> {
  return Object.freeze({ ...definition })
}
