import { gzipSync } from 'node:zlib'
import { abort, App, type Context, parseJsonBody } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'
