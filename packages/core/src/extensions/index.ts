// What `@micro/core/extensions` offers: built-in extensions, each of which costs nothing where it is not registered.
export { Compression, type CompressionOptions } from './compression.ts'
export type { ContentCoding } from './content-coding.ts'
export { Cors } from './cors.ts'
export type { AllowedOrigins, CorsOptions, OriginTest } from './cors-options.ts'
export { cspNonce } from './csp-nonce.ts'
export {
  Health,
  type HealthChecks,
  type HealthOptions,
  type HealthState,
  type Readiness,
} from './health.ts'
export type { HealthCheck, HealthOutcome } from './health-check.ts'
export { RequestId, type RequestIdOptions } from './request-id.ts'
export { requestId, type RequestIds, requestIds } from './request-ids.ts'
export { RequestLog, type RequestLogOptions } from './request-log.ts'
export { SecurityHeaders } from './security-headers.ts'
export type { Policy, SecurityHeadersOptions } from './security-headers-options.ts'
