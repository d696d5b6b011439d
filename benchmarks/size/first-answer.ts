// Runs a hello that was bundled into a folder, asks it once, and writes which files of the folder were loaded: what `split-hello.ts` starts.
import { registerHooks } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

interface Hello {
  readonly listener?: { readonly port: number }
  readonly default?: { readonly fetch: (request: Request) => Response | Promise<Response> }
}

const [folder = ''] = process.argv.slice(2)
const loaded: string[] = []
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:') && dirname(fileURLToPath(url)) === folder)
      loaded.push(basename(fileURLToPath(url)))
    return next(url, context)
  },
})

const hello: Hello = await import(pathToFileURL(join(folder, 'stdin.mjs')).href)
const { port = 0 } = hello.listener ?? {}
const request = new Request(`http://127.0.0.1:${port}/`)
const response = await (hello.default?.fetch(request) ?? fetch(request))
if ((await response.text()) !== 'Hello, World!') throw new Error('The hello answers wrong')
console.log(JSON.stringify(loaded))
process.exit()
