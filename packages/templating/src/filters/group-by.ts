import { memberLookup, type Holder } from '../member.ts'

/**
 * The filter `groupby`: a list as an object of lists, by a member of its items.
 *
 * The object has no prototype, so that an item may say `__proto__`.
 *
 * @param name - Of the member; dots go into members of members.
 */
export function groupBy(items: Iterable<Holder> | null | undefined, name: string): Record<string, Holder[]> {
  const groups: Record<string, Holder[]> = Object.create(null)
  for (const item of items ?? []) {
    const group = String(memberAt(item, name))
    const members = (groups[group] ??= [])
    members.push(item)
  }
  return groups
}

function memberAt(item: Holder, path: string): unknown {
  let value: unknown = item
  for (const name of path.split('.')) value = memberLookup(Object(value), name)
  return value
}
