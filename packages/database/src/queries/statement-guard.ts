import { UnprocessableContent } from '@micro/core'
import type {
  CommonTableExpressionNode,
  DeleteQueryNode,
  KyselyPlugin,
  OperationNode,
  QueryResult,
  RootOperationNode,
  SelectQueryNode,
  UnknownRow,
  UpdateQueryNode,
} from 'kysely'
