// What `@micro/core/router` offers: the router alone, for tools and for those who build something else on it.
export type { AutomaticOptions, Found, Match, MethodNotAllowed, NotFound, Redirect } from './routing/match.ts'
export { Router } from './routing/router.ts'
export type { Rule, RuleNames, RuleOptions } from './routing/rule.ts'
