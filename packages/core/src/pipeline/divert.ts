import type { Chain, View } from './endpoint.ts'
import type { Plan } from './plan.ts'

/** Which hooks run for a diverted request: none, or those that see the reply. */
export type DivertedHooks = 'none' | 'reply'

/**
 * The plan by which every request is answered by one view, in place of what it would lead to. The context says where it would
 * have led: endpoint, blueprints and params.
 *
 * For tests; before hooks do not run.
 */
export function divert(plan: Plan, view: View, hooks: DivertedHooks): Plan {
  return {
    ...plan,
    locate: (arrival) => {
      const { endpoint, params } = plan.locate(arrival)
      return { endpoint: { chain: withHooks(endpoint.chain, hooks), view }, params }
    },
  }
}

function withHooks(chain: Chain, hooks: DivertedHooks): Chain {
  const quiet: Chain = { ...chain, before: undefined, urlValuePreprocessors: undefined }
  return hooks === 'reply' ? quiet : { ...quiet, onReply: undefined, teardown: undefined }
}
