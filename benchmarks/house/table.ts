/** What a cell shows. Numbers stand to the right, with as many digits as say something. */
export type Cell = string | number | undefined

/** The rows below their heads, in columns that line up. */
export function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map(show))
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...texts.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => pad(cell, i, widths))
      .join('  ')
      .trimEnd()
  return [line(heads), ...texts.map(line)].join('\n')
}

/** The same for a page in Markdown. A row that is shorter than the heads ends in empty cells. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const rule = heads.map((_, column) => (column === 0 ? '---' : '---:'))
  const texts = rows.map((row) => heads.map((_, column) => (column < row.length ? show(row[column]) : '')))
  return [heads, rule, ...texts].map(markdownLine).join('\n')
}

function markdownLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Three digits that count: `0.123`, `12.3`, `1,234`. */
export function show(cell: Cell): string {
  if (cell === undefined) return '–'
  if (typeof cell === 'string') return cell
  if (Math.abs(cell) >= 1000) return Math.round(cell).toLocaleString('en')
  if (Number.isInteger(cell)) return String(cell)
  if (Math.abs(cell) >= 100) return cell.toFixed(0)
  return cell.toFixed(Math.abs(cell) >= 10 ? 1 : Math.abs(cell) >= 1 ? 2 : 3)
}

function pad(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}
