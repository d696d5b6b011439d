import process from 'node:process'
import { inspect } from 'node:util'

/** What a target tells the process that fires at it. */
export interface TargetMessage {
  /** Where it listens: said once, first. */
  readonly port?: number
  /** What went wrong: out of all hands, or logged. */
  readonly fault?: 'exception' | 'log'
  readonly text?: string
  /** The id of a request that should never have been read as one. */
  readonly smuggled?: string
  /** The answer to a message that asks whether everything has been told. */
  readonly synced?: number
}

export function tell(message: TargetMessage): void {
  process.send?.(message)
}

function report(error: unknown): void {
  tell({ fault: 'exception', text: inspect(error) })
}

/** Tells what nobody catches, goes on, and ends with the process that started this one. */
export function untilParentLeaves(cleanUp: () => void): void {
  process.on('uncaughtException', report)
  process.on('unhandledRejection', report)
  process.on('message', (number) => tell({ synced: Number(number) }))
  process.on('disconnect', () => {
    cleanUp()
    process.exit(0)
  })
}
