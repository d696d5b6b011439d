import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

const SCRIPT = `
import { App } from ${JSON.stringify(new URL('../index.ts', import.meta.url).href)}
const app = new App()
app.get('/', () => 'Hello, World!')
const listener = await app.listen({ port: 0 })
console.log(process.moduleLoadList.join('\\n'))
await listener.close()
await app.stop()`

it('starts a server without loading fetch, or the cryptography', () => {
  const flags = ['--conditions=@micro/source', '--input-type=module']
  const loaded = execFileSync(process.execPath, [...flags, '--eval', SCRIPT], { encoding: 'utf8' }).split(
    '\n',
  )
  expect(loaded).toContain('NativeModule http')
  expect(loaded.filter((name) => /undici|crypto$|zlib|http2/.test(name))).toEqual([])
}, 20_000)
