// Whether every entry of core is within its budget, a step of `pnpm check`: `node benchmarks/size/check.ts`. Ends with 1 where one is not.
import { settle } from '../house/claims.ts'
import { MicroBuild } from '../house/micro-build.ts'
import { overBudget } from './budgets.ts'
import { own } from './bundles.ts'
import { sizeOf } from './size-of.ts'

using micro = new MicroBuild()
settle(overBudget(await Promise.all(own.map((program) => sizeOf(program, micro)))))
