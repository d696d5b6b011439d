import { describe, expect, it } from 'vitest'

import { Scopes } from './scopes.ts'

function scopesOf(...prefixes: readonly string[]): Scopes<string> {
  const scopes = new Scopes<string>()
  for (const prefix of prefixes) scopes.add(prefix, prefix)
  return scopes
}

describe('which scope owns a path', () => {
  it.each([
    ['/admin', '/admin'],
    ['/admin/', '/admin'],
    ['/admin/x/y', '/admin'],
    ['/admin//x', '/admin'],
    ['/administrator', undefined],
    ['/admin-public', undefined],
    ['/Admin', undefined],
    ['/', undefined],
    ['/x/admin', undefined],
    ['//admin', undefined],
  ])('M08: %s with the prefix /admin', (path, owner) => {
    expect(scopesOf('/admin').find(path)).toBe(owner)
    expect(scopesOf('/admin/').find(path)?.slice(0, -1)).toBe(owner)
  })

  it('M08: compares whole characters of a prefix', () => {
    expect(scopesOf('/é').find('/é/x')).toBe('/é')
    expect(scopesOf('/é').find('/éa')).toBeUndefined()
    expect(scopesOf('/100%').find('/100%25/x')).toBe('/100%')
  })

  it('is the one with the longest prefix', () => {
    for (const prefixes of [
      ['/a', '/a/b', '/a/b/c'],
      ['/a/b/c', '/a/b', '/a'],
    ]) {
      expect(scopesOf(...prefixes).find('/a/b/x')).toBe('/a/b')
    }
  })

  it('may have variables in its prefix', () => {
    const scopes = scopesOf('/<any(en, de):lang>', '/<lang>/admin', '/u-<int:id>')
    expect(scopes.find('/de/x')).toBe('/<any(en, de):lang>')
    expect(scopes.find('/fr/x')).toBeUndefined()
    expect(scopes.find('/fr/admin/x')).toBe('/<lang>/admin')
    expect(scopes.find('/u-5')).toBe('/u-<int:id>')
    expect(scopes.find('/a%2Fb/admin')).toBe('/<lang>/admin')
  })

  it('is the first one where two have a prefix', () => {
    const scopes = new Scopes<string>()
    scopes.add('/a', 'first')
    scopes.add('/a', 'second')
    expect(scopes.find('/a/x')).toBe('first')
  })

  it('is none without a prefix', () => {
    expect(scopesOf('').find('/x')).toBeUndefined()
    expect(scopesOf('/').find('/x')).toBeUndefined()
  })

  it('may be confined to a host', () => {
    const scopes = new Scopes<string>()
    scopes.add('/a/b', 'everywhere')
    scopes.add('', 'api', { domain: 'API.test' })
    scopes.add('/a', 'tenant', { domain: '<tenant>.test' })
    expect(scopes.find('/x', 'api.test')).toBe('api')
    expect(scopes.find('/a/b', 'acme.test')).toBe('tenant')
    expect(scopes.find('/a/b', 'other.example')).toBe('everywhere')
    expect(scopes.find('/x')).toBeUndefined()
  })
})
