// A contender whose allocations are counted, by the function that makes them: `<folder> <contender> <scenario>`.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import { serve as serveContender } from '../contenders/serve.ts'

/** Every how many bytes a sample is taken, on average. */
const INTERVAL = 512

/** What was allocated is written to the folder when the process ends. Not `--heap-prof`: that knows only of what is still there then. */
export async function serve(argument: string): Promise<number> {
  const [folder = '', ...contender] = argument.split(' ')
  const port = await serveContender(contender.join(' '))
  const session = new Session()
  session.connect()
  session.post('HeapProfiler.startSampling', {
    samplingInterval: INTERVAL,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  })
  process.on('exit', () =>
    session.post('HeapProfiler.stopSampling', (_, { profile }) =>
      writeFileSync(join(folder, 'allocations.json'), JSON.stringify(profile)),
    ),
  )
  return port
}
