import { expect, it } from 'vitest'
import type { RouteRow } from '../app/cli-app.ts'
import { routesTable } from './routes-table.ts'

const routes: readonly RouteRow[] = [
  { endpoint: 'index', methods: ['GET', 'HEAD', 'OPTIONS'], path: '/z' },
  { endpoint: 'blog.create', methods: ['OPTIONS', 'POST'], path: '/blog', blueprint: 'blog' },
  { endpoint: 'options', methods: ['OPTIONS'], path: '/a' },
]

function rows(table: string): string[] {
  return table.split('\n').slice(2, -1)
}

it('says that there are no routes', () => {
  expect(routesTable([], { sort: 'endpoint', allMethods: false })).toBe('No routes were registered.\n')
})

it('lists endpoint, methods, path and blueprint, without the methods that come by themselves', () => {
  expect(routesTable(routes, { sort: 'endpoint', allMethods: false })).toBe(
    [
      'Endpoint     Methods  Path   Blueprint',
      '-----------  -------  -----  ---------',
      'blog.create  POST     /blog  blog',
      'index        GET      /z',
      'options      OPTIONS  /a',
      '',
    ].join('\n'),
  )
})

it('lists them with all methods', () => {
  expect(routesTable(routes, { sort: 'endpoint', allMethods: true })).toContain('GET, HEAD, OPTIONS')
})

it.each([
  ['path', ['options', 'blog.create', 'index']],
  ['method', ['index', 'options', 'blog.create']],
] as const)('sorts them by %s', (sort, endpoints) => {
  expect(rows(routesTable(routes, { sort, allMethods: false })).map((row) => row.split(' ')[0])).toEqual(
    endpoints,
  )
})
