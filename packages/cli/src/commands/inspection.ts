import { type Command, Option } from 'commander'
import type { Session } from '../session.ts'
import { configTable } from './config-table.ts'
import { extensionsTable } from './extensions-table.ts'
import { ROUTE_ORDERS, type RoutesOptions, routesTable } from './routes-table.ts'

/** Adds the commands that look at an app without starting it: `routes`, `extensions` and `config`. */
export function addInspectionCommands(program: Command, session: Session): void {
  program
    .command('routes')
    .description('Lists the routes of the app, without starting it.')
    .argument('[file]', 'the app, as for --app')
    .addOption(new Option('--sort <by>', 'order of the rows').choices(ROUTE_ORDERS).default('endpoint'))
    .option('--all-methods', 'HEAD and OPTIONS too, where they come by themselves', false)
    .action(async (file: string | undefined, options: RoutesOptions) => {
      const { app } = await session.load(file)
      session.io.stdout.write(routesTable(app.routes(), options))
    })

  program
    .command('extensions')
    .description('Lists what each extension added to the app, without starting it.')
    .argument('[file]', 'the app, as for --app')
    .action(async (file: string | undefined) => {
      const { app } = await session.load(file)
      session.io.stdout.write(extensionsTable(app.registrations))
    })

  program
    .command('config')
    .description('Lists the settings that are not left at their default, and where each came from.')
    .argument('[file]', 'the app, as for --app')
    .action(async (file: string | undefined) => {
      const { app } = await session.load(file)
      session.io.stdout.write(configTable(app.config.entries()))
    })
}
