import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

const SWITCHES = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/**
 * The browser of this machine. Where there is none, says so on standard error and gives `undefined`.
 *
 * @throws TypeError where the tests must not be skipped (`MICRO_REQUIRE_SERVICES=1`).
 */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
  if (found !== undefined) return found
  const line = `The browser tests need one of ${NAMES.join(', ')} in the PATH.`
  if (process.env['MICRO_REQUIRE_SERVICES'] === '1') throw new TypeError(line)
  console.warn(`${line} They are skipped.`)
  return undefined
}

/** Starts a browser without a window, which asks nobody for anything but the pages it is told to open. */
export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: SWITCHES })
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
