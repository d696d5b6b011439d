// A server in a process of its own: `node served.ts <file> <argument>`. It says its port, and tells its cost when it is asked.

/** What a server has used up to now: processor time in microseconds, memory in bytes. */
export interface Usage {
  readonly cpu: number
  readonly rss: number
  readonly heapUsed: number
}

export type Question = 'usage' | 'usage after collection'

const [file = '', argument = ''] = process.argv.slice(2)

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  return { cpu: user + system, rss, heapUsed }
}

process.on('message', (question: Question) => {
  if (question === 'usage after collection') globalThis.gc?.()
  process.send?.(usage())
})
process.on('disconnect', () => process.exit())

const { serve }: { serve: (argument: string) => Promise<number> } = await import(file)
process.send?.(await serve(argument))
