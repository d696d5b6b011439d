import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { fail } from '../errors.ts'
import type { Session } from '../session.ts'
import { templateFiles } from '../templates.ts'
import { type ExtensionNames, extensionNames } from './extension-names.ts'

/** Adds `new extension`: a package to begin with. It needs no app. */
export function addNewCommand(program: Command, { io }: Session): void {
  program
    .command('new')
    .description('Begins something new.')
    .command('extension')
    .description('Writes the package of an extension, with its tests, into a folder of its own.')
    .argument('<name>', 'in lower case, such as rate-limit or @scope/rate-limit')
    .action((name: string) => {
      const names = extensionNames(name)
      const paths = writeExtension(join(io.cwd, names.folder), names)
      io.stdout.write(report(names, paths))
    })
}

/**
 * Gives the paths of what it wrote.
 *
 * @throws {@link MicroError} `NEW_FOLDER_TAKEN`, before anything is written.
 */
function writeExtension(folder: string, names: ExtensionNames): readonly string[] {
  const files = templateFiles('extension', {
    PACKAGE: names.packageName,
    CLASS: names.className,
    EXTENSION: names.extensionName,
    CORE_RANGE: `^${coreVersion()}`,
    YEAR: String(new Date().getFullYear()),
  })
  claim(folder)
  for (const { path, text } of files) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    // `wx`: never over a file that somebody has put there meanwhile.
    writeFileSync(file, text, { flag: 'wx' })
  }
  return files.map(({ path }) => path)
}

/** Makes the folder; one that is empty will do. */
function claim(folder: string): void {
  mkdirSync(folder, { recursive: true })
  if (readdirSync(folder).length > 0) throw fail('NEW_FOLDER_TAKEN', { folder })
}

function report({ packageName, folder }: ExtensionNames, paths: readonly string[]): string {
  const written = paths.map((path) => `  ${folder}/${path}`)
  const next = [`  cd ${folder}`, '  npm install', '  npm test']
  return [`Wrote ${packageName}:`, ...written, '', 'Next:', ...next, ''].join('\n')
}

/** Of the core that this command line works with. */
function coreVersion(): string {
  const file = fileURLToPath(import.meta.resolve('@micro/core/package.json'))
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '0.0.0'
}
