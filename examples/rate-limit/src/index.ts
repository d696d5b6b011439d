// What `@micro/example-rate-limit` offers. Names only: each has its home in the file named.
export { type Count, counters, type Counters } from './counters.ts'
export { MemoryCounters } from './memory-counters.ts'
export type { Rate } from './rate.ts'
export { RateLimit, type RateLimitOptions, type RateLimitState } from './rate-limit.ts'
export { rateLimited, type RateLimitedInfo } from './rate-limited.ts'
