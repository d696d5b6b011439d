import type { Plan, RoomPlan } from './plan.ts'

/** An extension imports core and its own library, and touches the platform in its `node/` folder alone. */
function extension(name: string): RoomPlan {
  return { path: `packages/${name}`, platform: { node: 'all' } }
}

/** The house. A new package gets its line here. */
export const plan: Plan = {
  floors: [
    [
      {
        path: 'packages/core',
        folders: [
          'runtime',
          'ground',
          'http',
          'routing',
          'message',
          'context',
          'pipeline',
          'web',
          'node',
          'app',
          'extensions',
          'testing',
        ],
        entries: ['index.ts', 'no-platform.ts', 'no-read-text.ts', 'router.ts'],
        platform: {
          node: 'all',
          runtime: ['node:async_hooks'],
          context: ['node:async_hooks'],
          // Asked for where they are there, to see whether `initApp` calls them.
          testing: [
            'node:child_process',
            'node:dns',
            'node:dns/promises',
            'node:fs',
            'node:fs/promises',
            'node:module',
            'node:net',
            'node:tls',
            'node:worker_threads',
          ],
        },
        doors: { node: ['#platform', '#read-text'], runtime: ['#runtime'] },
        bare: true,
      },
    ],
    [
      extension('templating'),
      extension('database'),
      extension('auth'),
      { path: 'packages/cli', platform: { '.': 'all' } },
    ],
    [
      { path: 'apps/*', platform: { '.': 'all' } },
      { path: 'examples/*' },
      { path: 'benchmarks', platform: { '.': 'all' } },
      { path: '.ci/house', platform: { '.': 'all' } },
    ],
  ],
  emptyNames: ['utils', 'util', 'helpers', 'helper', 'common', 'types'],
}
