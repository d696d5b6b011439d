import {
  AndNode,
  BinaryOperationNode,
  DeleteQueryNode,
  type KyselyPlugin,
  type OperationNode,
  OperatorNode,
  OrNode,
  ParensNode,
  PrimitiveValueListNode,
  SelectQueryNode,
  TableNode,
  UpdateQueryNode,
  ValueListNode,
  type WithNode,
} from 'kysely'
import { fail } from '../errors.ts'
import { InvalidValue } from '../faults/invalid-value.ts'

/**
 * Refuses two statements that compile but are hardly meant: an update or delete without `where`, and a comparison of one
 * value with a list, which is what an unchecked `?name=a&name=b` or a JSON body makes of `where('name', '=', name)`.
 *
 * Looks at what stands in `where` and at common table expressions; not into subqueries and raw SQL.
 */
export const statementGuard: KyselyPlugin = {
  transformQuery: ({ node }) => {
    guard(node)
    return node
  },
  transformResult: async ({ result }) => result,
}

function guard(node: OperationNode): void {
  if (SelectQueryNode.is(node)) guardParts(node)
  else if (DeleteQueryNode.is(node)) {
    if (node.where === undefined) throw everyRow('delete', node.from.froms)
    guardParts(node)
  } else if (UpdateQueryNode.is(node)) {
    // Without a table it is the `do update` of an upsert or merge, which reaches one row.
    if (node.where === undefined && node.table !== undefined) throw everyRow('update', [node.table])
    guardParts(node)
  }
}

function guardParts(node: {
  readonly where?: { readonly where: OperationNode }
  readonly with?: WithNode
}): void {
  for (const { expression } of node.with?.expressions ?? []) guard(expression)
  if (node.where !== undefined) guardCondition(node.where.where)
}

/** Operators that compare one value with one value. */
const COMPARISONS = new Set([
  '=',
  '==',
  '!=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  'like',
  'not like',
  'ilike',
  'not ilike',
  'is',
  'is not',
])

function guardCondition(node: OperationNode): void {
  if (AndNode.is(node) || OrNode.is(node)) {
    guardCondition(node.left)
    guardCondition(node.right)
  } else if (ParensNode.is(node)) guardCondition(node.node)
  else if (BinaryOperationNode.is(node)) guardComparison(node)
}

function guardComparison({ operator, rightOperand }: BinaryOperationNode): void {
  const isList = PrimitiveValueListNode.is(rightOperand) || ValueListNode.is(rightOperand)
  if (!isList || !OperatorNode.is(operator) || !COMPARISONS.has(operator.operator)) return
  throw new InvalidValue(fail('LIST_COMPARED', { operator: operator.operator }))
}

function everyRow(statement: string, tables: readonly OperationNode[]): Error {
  const names = tables.map((table) => (TableNode.is(table) ? `"${table.table.identifier.name}"` : 'a table'))
  return fail('EVERY_ROW', { statement, table: names.join(', ') })
}
