import { extensionSuite } from '@micro/core/testing'
import { describe, it } from 'vitest'
import { Templates } from './templates.ts'

describe('Templates', () => {
  extensionSuite(() => new Templates({ templates: { 'hello.txt': 'Hello, {{ name }}' } }), {
    options: { strictUndefined: true },
    invalid: {
      templates: [['a'], { 'a.html': 1 }],
      unescaped: ['.txt'],
      strictUndefined: ['yes'],
      trimBlocks: [1],
    },
    use: (templates) => templates.render('hello.txt', { name: 'Ada' }),
  })(it)
})
