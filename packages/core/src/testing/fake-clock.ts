import type { AppSetup } from '../app/extension.ts'
import { type Clock, clockContract } from '../context/clock.ts'

/** A clock that stands still until it is told otherwise. */
export interface FakeClock extends Clock {
  /** Lets time pass. */
  advance(milliseconds: number): void
  /** Sets the time. */
  set(time: Date | number): void
}

/**
 * Lets an app go by a clock of the test: sessions and tokens expire when the test says so. Timers go on as before: for those there are
 * the fake timers of the test runner.
 *
 * @param start - Default: now.
 * @throws {@link MicroError} `SETUP_FINISHED` once the app has started, `NAME_TAKEN` when it has a clock.
 * @example
 * const clock = fakeClock(app, new Date('2030-01-01'))
 * clock.advance(60_000)
 * console.log(new Date(clock.now()).toISOString()) // 2030-01-01T00:01:00.000Z
 */
export function fakeClock(app: Pick<AppSetup, 'provide'>, start: Date | number = Date.now()): FakeClock {
  let time = Number(start)
  const clock: FakeClock = {
    now: () => time,
    advance: (milliseconds) => void (time += milliseconds),
    set: (to) => void (time = Number(to)),
  }
  app.provide(clockContract, clock)
  return clock
}
