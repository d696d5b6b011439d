import type { JsonProvider, TemplateFilter } from '@micro/core'
import { filters as library } from '../nunjucks.js'
import { groupBy } from './group-by.ts'
import { nl2br } from './nl2br.ts'
import { replaceIn } from './replace.ts'
import { safeUrl } from './safe-url.ts'
import { stripTags } from './strip-tags.ts'
import { dumpFilter, toJsonFilter } from './to-json.ts'
import { trim } from './trim.ts'
import { urlize } from './urlize.ts'
import { xmlAttributes } from './xml-attributes.ts'

/**
 * The filters that every template has: those of nunjucks, with others in the place of those that trip over hostile
 * data, and `tojson`, `xmlattr` and `safe_url`.
 */
export function builtInFilters(json: JsonProvider): ReadonlyMap<string, TemplateFilter> {
  return new Map<string, TemplateFilter>([
    ...Object.entries(library),
    ['tojson', toJsonFilter(json)],
    ['dump', dumpFilter],
    ['xmlattr', xmlAttributes],
    ['safe_url', safeUrl],
    ['urlize', urlize],
    ['nl2br', nl2br],
    ['replace', replaceIn],
    ['striptags', stripTags],
    ['groupby', groupBy],
    ['trim', trim],
  ])
}
