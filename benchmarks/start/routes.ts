/** The first path of any app that is started: what is asked for first. */
export const FIRST = '/static0'

/** Half of the routes of an app. */
export function staticRoutes(count: number): readonly string[] {
  return Array.from({ length: Math.ceil(count / 2) }, (_, i) => `/static${i}`)
}

/** The other half, with a parameter as the framework writes it. */
export function dynamicRoutes(count: number, parameter: string): readonly string[] {
  return Array.from({ length: Math.floor(count / 2) }, (_, i) => `/dynamic${i}/${parameter}`)
}
