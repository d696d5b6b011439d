import type { SchemaIssue, StandardSchema, SyncSchema } from '../ground/schema.ts'

/**
 * A schema of options with one more rule, for options that are right alone and wrong together. The rule sees only what is
 * complete and valid by itself.
 *
 * @param problem - What is wrong, if anything.
 * @example
 * const range = checkedTogether(defineOptions({ from: integerOption(0), to: integerOption(9) }), ({ from, to }) =>
 *   from > to ? { path: ['from'], message: 'must not be greater than `to`' } : undefined,
 * )
 */
export function checkedTogether<Options>(
  schema: SyncSchema<unknown, Options>,
  problem: (options: Options) => SchemaIssue | undefined,
): StandardSchema<unknown, Options> {
  const { vendor, validate } = schema['~standard']
  return {
    '~standard': {
      version: 1,
      vendor,
      validate: (given) => {
        const result = validate(given)
        const issue = result.issues === undefined ? problem(result.value) : undefined
        return issue === undefined ? result : { issues: [issue] }
      },
    },
  }
}
