import {
  Compression,
  Cors,
  ETags,
  Health,
  RequestId,
  RequestLog,
  SecurityHeaders,
} from '@micro/core/extensions'
import { extensionSuite } from '@micro/core/testing'
import { describe, it } from 'vitest'

describe('Cors', () => {
  extensionSuite(() => new Cors(), {
    options: { origins: ['https://a.test'] },
    invalid: {
      origins: ['*', ['a.test']],
      credentials: ['yes'],
      methods: ['GET'],
      allowHeaders: [['*']],
      exposeHeaders: [['a b']],
      maxAge: [-1],
      paths: [['api']],
    },
  })(it)
})

describe('SecurityHeaders', () => {
  extensionSuite(() => new SecurityHeaders(), {
    options: { frames: 'none' },
    invalid: {
      noSniff: ['yes'],
      frames: ['some'],
      referrerPolicy: [true],
      openerPolicy: [7],
      hsts: [-1],
      hstsSubdomains: [1],
      policy: ["default-src 'self'"],
      reportOnly: ['no'],
    },
  })(it)
})

describe('RequestId', () => {
  extensionSuite(() => new RequestId(), {
    options: { trustHeader: true },
    invalid: { header: ['a b'], trustHeader: ['yes'] },
  })(it)
})

describe('RequestLog', () => {
  extensionSuite(() => new RequestLog(), {
    options: { level: 'debug' },
    invalid: { level: ['loud'], skip: ['static'], secrets: [[7]] },
  })(it)
})

describe('Compression', () => {
  extensionSuite(() => new Compression(), {
    options: { threshold: 0 },
    invalid: { codings: [['zip'], 'gzip'], threshold: [-1] },
  })(it)
})

describe('Health', () => {
  extensionSuite(() => new Health(), {
    options: { deadline: 10 },
    invalid: { checks: [{ db: 'up' }], deadline: [0], livePath: ['live'], readyPath: [7] },
  })(it)
})

describe('ETags', () => {
  extensionSuite(() => new ETags(), {
    options: { maxSize: 10 },
    invalid: { maxSize: [-1, 'much'] },
  })(it)
})
