/** One row of a table: a text for each column. */
export type TableRow = readonly string[]

/**
 * A table for a terminal: a line of titles, a rule, and the rows. Columns without any text are left out.
 *
 * @example
 * textTable(['Name', 'Port'], [['web', '5000']])
 */
export function textTable(titles: TableRow, rows: readonly TableRow[]): string {
  const columns = titles
    .map((_, at) => at)
    .filter((at) => rows.some((row) => row[at] !== '' && row[at] !== undefined))
  const widths = columns.map((at) => Math.max(...[titles, ...rows].map((row) => row[at]?.length ?? 0)))
  const line = (row: TableRow): string =>
    columns
      .map((at, nth) => (row[at] ?? '').padEnd(widths[nth] ?? 0))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return [line(titles), rule, ...rows.map(line)].map((text) => `${text}\n`).join('')
}
