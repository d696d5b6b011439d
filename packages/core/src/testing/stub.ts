import type { App } from '../app/app.ts'
import type { ExtensionRef } from '../context/running-app.ts'

/**
 * Puts a test double in the place of an extension, for one app: everybody who asks for its state gets the double's.
 *
 * Registered before, its start and stop hooks do not run any more; whatever else it added stays. Registered later, it adds nothing at
 * all: `initApp` is not called. Not registered at all, it counts as if it were.
 *
 * @param state - Of the type that the extension itself keeps.
 * @throws {@link MicroError} `SETUP_FINISHED` once the app has started.
 * @example
 * const mailer = defineExtension({
 *   name: 'mailer',
 *   initApp: () => ({ send: (text: string) => fetch('https://mail.test', { method: 'POST', body: text }) }),
 * })
 * const sent: string[] = []
 * stub(app, mailer, { send: async (text) => Response.json(sent.push(text)) })
 */
export function stub<State>(app: App, extension: ExtensionRef<State>, state: NoInfer<State>): void {
  app.replaceExtension(extension, state)
}
