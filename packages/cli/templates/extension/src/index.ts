import {
  type AppSetup,
  currentApp,
  defineOptions,
  type Extension,
  integerOption,
  type StandardSchema,
} from '@micro/core'

/** Options of the extension: of `app.register`, else of `app.config.EXTENSION`, else these defaults. */
export interface CLASSOptions {
  /** What a request counts. Default: 1. */
  readonly step: number
}

/** What is kept for one app. */
export interface CLASSState {
  requests: number
}

/** Counts the requests of an app: put in its place what yours is for. */
export class CLASS implements Extension<CLASSState, CLASSOptions> {
  readonly name = 'EXTENSION'
  readonly options: StandardSchema<Partial<CLASSOptions>, CLASSOptions> = defineOptions({
    step: integerOption(1, { min: 1 }),
  })

  /** Sets it up on an app: no I/O here, that is for `app.onStart`. What it opens is closed in `app.onStop`. */
  initApp(app: AppSetup, { step }: CLASSOptions): CLASSState {
    const state: CLASSState = { requests: 0 }
    app.beforeRequest(() => {
      state.requests += step
    })
    return state
  }

  /** Requests so far of the app at work. */
  get requests(): number {
    return currentApp().extension(this).requests
  }
}
