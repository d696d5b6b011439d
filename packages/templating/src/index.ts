// What `@micro/templating` offers. Names only: each has its home in the file named.
export { type TemplatingErrorCode, templatingErrors } from './errors.ts'
export { markSafe, type SafeHtml } from './safe-html.ts'
export { Templates, type TemplatesState } from './templates.ts'
export type { TemplatesOptions } from './templates-options.ts'
