export type { CliIo, Environment, TextSink } from './cli-io.ts'
export { type CliErrorCode, cliErrors } from './errors.ts'
export { runCli } from './run-cli.ts'
