import type {
  AbortableOperationOptions,
  AbortableQueryOptions,
  CompiledQuery,
  ConnectionProvider,
  DatabaseConnection,
  DialectAdapter,
  KyselyPlugin,
  QueryExecutor,
  QueryId,
  QueryResult,
  RootOperationNode,
} from 'kysely'

/**
 * Looks up who executes a query when it is executed: the transaction or the database of the app that is at work then.
 * So a query can be built anywhere, also before there is an app.
 */
export class AmbientExecutor implements QueryExecutor {
  readonly #find: () => QueryExecutor

  constructor(find: () => QueryExecutor) {
    this.#find = find
  }

  get adapter(): DialectAdapter {
    return this.#find().adapter
  }

  get plugins(): readonly KyselyPlugin[] {
    return this.#find().plugins
  }

  transformQuery<T extends RootOperationNode>(node: T, queryId: QueryId): T {
    return this.#find().transformQuery(node, queryId)
  }

  compileQuery<R = unknown>(node: RootOperationNode, queryId: QueryId): CompiledQuery<R> {
    return this.#find().compileQuery(node, queryId)
  }

  async executeQuery<R>(query: CompiledQuery<R>, options?: AbortableQueryOptions): Promise<QueryResult<R>> {
    return this.#find().executeQuery(query, options)
  }

  async *stream<R>(
    query: CompiledQuery<R>,
    chunkSize: number,
    options?: AbortableOperationOptions,
  ): AsyncIterableIterator<QueryResult<R>> {
    yield* this.#find().stream(query, chunkSize, options)
  }

  async provideConnection<T>(
    consumer: (connection: DatabaseConnection) => Promise<T>,
    options?: AbortableOperationOptions,
  ): Promise<T> {
    return this.#find().provideConnection(consumer, options)
  }

  withConnectionProvider(provider: ConnectionProvider): QueryExecutor {
    return new AmbientExecutor(() => this.#find().withConnectionProvider(provider))
  }

  withPlugin(plugin: KyselyPlugin): QueryExecutor {
    return new AmbientExecutor(() => this.#find().withPlugin(plugin))
  }

  withPlugins(plugins: readonly KyselyPlugin[]): QueryExecutor {
    return new AmbientExecutor(() => this.#find().withPlugins(plugins))
  }

  withPluginAtFront(plugin: KyselyPlugin): QueryExecutor {
    return new AmbientExecutor(() => this.#find().withPluginAtFront(plugin))
  }

  withoutPlugins(): QueryExecutor {
    return new AmbientExecutor(() => this.#find().withoutPlugins())
  }
}
