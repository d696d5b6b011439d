import { runCli } from './run-cli.ts'

// What an app leaves open, such as a timer, must not keep a command from ending.
process.exit(await runCli(process.argv.slice(2)))
