import { fail } from '../ground/codes.ts'
import { Config } from '../ground/config.ts'
import type { ListenOptions } from '../pipeline/platform.ts'

/**
 * Where to run, from MICRO_RUN_HOST and MICRO_RUN_PORT.
 *
 * @throws {@link MicroError} `CONFIG_VALUE` for a port that is none.
 */
export function runOptions(): ListenOptions {
  const { host, port } = new Config().fromPrefixedEnv('MICRO_RUN').values
  return {
    ...(typeof host === 'string' ? { host } : {}),
    ...(port === undefined ? {} : { port: checkPort(port) }),
  }
}

function checkPort(port: unknown): number {
  if (typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw fail('CONFIG_VALUE', {
    key: 'MICRO_RUN_PORT',
    rule: 'must be a whole number from 0 to 65535',
    layer: 'environment',
  })
}
