/** Which page is wanted, as a client may have sent it. */
export interface PageRequest {
  /** Counted from 1. What is no such number is 1; beyond the last page is the last page. Default: 1. */
  readonly page?: number | string | null | undefined
  /** Items on a page, at least 1. Default: 20. */
  readonly perPage?: number | string | null | undefined
  /** Most items that a client may ask for. Default: 100. */
  readonly maxPerPage?: number
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[]
  /** Counted from 1. */
  readonly page: number
  readonly perPage: number
  /** Items on all pages. */
  readonly total: number
  /** 0 when there are no items. */
  readonly pages: number
  readonly hasNext: boolean
  readonly hasPrevious: boolean
}

/** Where a page begins and how long it is. */
export interface PageBounds {
  readonly page: number
  readonly perPage: number
  readonly pages: number
  /** Items before it. */
  readonly offset: number
}

/** The bounds of the page that is nearest to what was asked for. */
export function pageBounds({ page, perPage, maxPerPage = 100 }: PageRequest, total: number): PageBounds {
  const size = Math.min(positive(perPage, 20), maxPerPage)
  const pages = Math.ceil(total / size)
  const number = Math.max(1, Math.min(positive(page, 1), pages))
  return { page: number, perPage: size, pages, offset: (number - 1) * size }
}

/** A whole number from 1 on, or else another one. */
function positive(given: number | string | null | undefined, otherwise: number): number {
  const number = Math.trunc(Number(given ?? otherwise))
  return Number.isSafeInteger(number) && number >= 1 ? number : otherwise
}
