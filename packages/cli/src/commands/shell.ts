import { AsyncLocalStorage } from 'node:async_hooks'
import { once } from 'node:events'
import { type REPLServer, start } from 'node:repl'
import type { Command } from 'commander'
import type { CliApp } from '../app/cli-app.ts'
import { inContextOf, type Session } from '../session.ts'

/** Adds `shell`: JavaScript by hand, with the app at work. */
export function addShellCommand(program: Command, session: Session): void {
  program
    .command('shell')
    .description('Opens a prompt with `app` and `await`, in a context of the started app.')
    .argument('[file]', 'the app, as for --app')
    .action(async (file: string | undefined) => {
      const { app } = await session.load(file)
      await inContextOf(app, () => talk(app))
    })
}

/** Talks to the terminal of the process until it is left. */
async function talk(app: CliApp): Promise<void> {
  const shell = start({ prompt: `${app.name}> `, useGlobal: false })
  shell.context['app'] = app
  const left = once(shell, 'exit')
  evaluateHere(shell)
  await left
}

/** Lines arrive as events of the terminal, which know nothing of the context that the shell was opened in. */
function evaluateHere(shell: REPLServer): void {
  const here = AsyncLocalStorage.snapshot()
  const evaluate = shell.eval
  Object.assign(shell, {
    eval(...args: Parameters<REPLServer['eval']>): void {
      here(() => Reflect.apply(evaluate, shell, args))
    },
  })
}
