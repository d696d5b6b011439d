// What is measured: an app that takes uploads, in a process of its own. Says its address, then answers.
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { App } from '@micro/core'

const app = new App({ name: 'uploads', config: { requestTimeout: 600_000, handlerTimeout: 600_000 } })
const limits = { maxBodySize: 4_000_000_000 }
let peak = 0

setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10).unref()

app.post('/form', { limits }, async ({ request }) => {
  const form = await request.form()
  return { size: form.files.get('file')?.size ?? 0 }
})

app.post('/parts', { limits }, async ({ request }) => {
  let size = 0
  for await (const part of request.parts()) {
    for await (const chunk of part.stream()) if (part.filename !== undefined) size += chunk.length
  }
  return { size }
})

app.post('/stream', { limits }, async ({ request }) => {
  const hash = createHash('sha256')
  for await (const chunk of request.stream()) hash.update(chunk)
  return { sha256: hash.digest('hex') }
})

app.post('/slow', { limits }, async ({ request }) => {
  await request.form()
  await new Promise((resolve) => setTimeout(resolve, 300))
  return 'done'
})

// Whoever leaves in the middle of a request is expected here.
app.errorHandler(400, () => 'cut off')

app.get('/state', () => {
  const state = {
    peak,
    rss: process.memoryUsage.rss(),
    descriptors: readdirSync('/proc/self/fd').length,
    temporaryFiles: readdirSync(tmpdir()).filter((name) => name.startsWith('micro-upload-')).length,
  }
  peak = 0
  return state
})

const listener = await app.listen({ port: 0 })
console.log(listener.url)
