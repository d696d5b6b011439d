import { Config } from '../ground/config.ts'
import type { ListenOptions } from '../pipeline/platform.ts'

/** Where to run, from MICRO_RUN_HOST and MICRO_RUN_PORT. */
export function runOptions(): ListenOptions {
  const { host, port } = new Config().fromPrefixedEnv('MICRO_RUN').values
  return {
    ...(typeof host === 'string' ? { host } : {}),
    ...(typeof port === 'number' ? { port } : {}),
  }
}
