/** What the platform can do for an app, loaded when it is first needed: an app that answers by `fetch` may need none of it. */
export const platform = (): Promise<typeof import('#platform')> => import('#platform')
