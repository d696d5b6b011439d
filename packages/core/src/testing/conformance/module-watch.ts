import { noting } from './noting.ts'

/** What asks nobody: addresses are read, classes are looked at. */
const HARMLESS = new Set(['isIP', 'isIPv4', 'isIPv6', 'isMarkedAsUntransferable'])

/**
 * Writes down calls of Node's modules for I/O until it is disposed; does nothing on a platform without them.
 *
 * Not seen: a function that was taken out of its module by `require` before, and what is called on an object.
 *
 * @param called - Where they are written down: `'fs.readFileSync()'`.
 */
export function watchModules(called: Set<string>): Disposable {
  const restores = Object.entries(ioModules()).flatMap(([name, module]) => watchModule(name, module, called))
  tellImports()
  return {
    [Symbol.dispose]: () => {
      for (const restore of restores) restore()
      tellImports()
    },
  }
}

function watchModule(name: string, module: object, called: Set<string>): readonly (() => void)[] {
  return Object.entries(Object.getOwnPropertyDescriptors(module)).flatMap(([member, original]) => {
    if (typeof original.value !== 'function' || HARMLESS.has(member)) return []
    const value = noting(original.value, () => called.add(`${name}.${member}()`))
    const changed = Reflect.defineProperty(module, member, { ...original, value })
    return changed ? [() => void Reflect.defineProperty(module, member, original)] : []
  })
}

/** Modules whose every function is I/O, or makes something that is; none where the platform has no modules to ask for. */
function ioModules(): Readonly<Record<string, object>> {
  const { process } = globalThis
  if (typeof process?.getBuiltinModule !== 'function') return {}
  return {
    fs: process.getBuiltinModule('node:fs'),
    'fs/promises': process.getBuiltinModule('node:fs/promises'),
    child_process: process.getBuiltinModule('node:child_process'),
    dns: process.getBuiltinModule('node:dns'),
    'dns/promises': process.getBuiltinModule('node:dns/promises'),
    net: process.getBuiltinModule('node:net'),
    tls: process.getBuiltinModule('node:tls'),
    worker_threads: process.getBuiltinModule('node:worker_threads'),
  }
}

/** `import { readFileSync } from 'node:fs'` is a name of its own, which follows the module only when told. */
function tellImports(): void {
  const { process } = globalThis
  if (typeof process?.getBuiltinModule === 'function')
    process.getBuiltinModule('node:module').syncBuiltinESMExports()
}
