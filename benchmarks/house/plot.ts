/** A line of a plot. */
export interface Line {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

export interface Axes {
  readonly title: string
  readonly x: string
  readonly y: string
  /** Tens at equal distance, for an `x` that grows tenfold. Default: false. */
  readonly logarithmic?: boolean
}

export interface Bar {
  readonly name: string
  readonly value: number
}

const WIDTH = 640
const HEIGHT = 360
const LEFT = 70
const RIGHT = 150
const TOP = 40
const BOTTOM = 50
const COLOURS = ['#2563eb', '#dc2626', '#059669', '#d97706', '#7c3aed', '#0891b2', '#be185d', '#4b5563']
const TICKS = 5

/** Lines over one pair of axes, as an SVG. The `y` axis begins at 0: differences look as large as they are. */
export function linePlot(axes: Axes, lines: readonly Line[]): string {
  const place = (x: number): number => (axes.logarithmic === true ? Math.log10(Math.max(x, 1)) : x)
  const xs = lines.flatMap(({ points }) => points.map(([x]) => x))
  const least = Math.min(...xs.map(place))
  const most = Math.max(...xs.map(place))
  const top = roundUp(Math.max(...lines.flatMap(({ points }) => points.map(([, y]) => y))))
  const toX = (x: number): number =>
    LEFT + ((place(x) - least) / (most - least || 1)) * (WIDTH - LEFT - RIGHT)
  const toY = (y: number): number => HEIGHT - BOTTOM - (y / top) * (HEIGHT - TOP - BOTTOM)
  const marks = [...new Set(xs)].map((x) => text(toX(x), HEIGHT - BOTTOM + 18, short(x), 'middle'))
  const drawn = lines.flatMap(({ points }, index) => lineOf(points, colour(index), toX, toY))
  const legend = lines.flatMap(({ name }, index) => legendOf(name, index))
  return picture(axes.title, [...rules(top, toY), ...marks, ...namesOf(axes), ...drawn, ...legend])
}

/** Bars in groups, one group for each name on the `x` axis, as an SVG. */
export function barPlot(
  axes: Axes,
  groups: readonly { readonly name: string; readonly bars: readonly Bar[] }[],
): string {
  const top = roundUp(Math.max(...groups.flatMap(({ bars }) => bars.map(({ value }) => value))))
  const toY = (y: number): number => HEIGHT - BOTTOM - (y / top) * (HEIGHT - TOP - BOTTOM)
  const names = [...new Set(groups.flatMap(({ bars }) => bars.map(({ name }) => name)))]
  const groupWidth = (WIDTH - LEFT - RIGHT) / groups.length
  const barWidth = (groupWidth * 0.85) / names.length
  const drawn = groups.flatMap(({ name, bars }, index) => {
    const start = LEFT + groupWidth * (index + 0.075)
    const boxes = bars.map((bar) => {
      const turn = names.indexOf(bar.name)
      const height = toY(0) - toY(bar.value)
      return `<rect x="${fine(start + turn * barWidth)}" y="${fine(toY(bar.value))}" width="${fine(barWidth * 0.9)}" height="${fine(height)}" fill="${colour(turn)}"/>`
    })
    return [...boxes, text(start + groupWidth * 0.425, HEIGHT - BOTTOM + 18, name, 'middle')]
  })
  const legend = names.flatMap((name, index) => legendOf(name, index))
  return picture(axes.title, [...rules(top, toY), ...namesOf(axes), ...drawn, ...legend])
}

/** A round number that is not below: 1, 2 or 5 with zeros. */
export function roundUp(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const factor = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10
  return factor * power
}

function lineOf(
  points: Line['points'],
  stroke: string,
  toX: (x: number) => number,
  toY: (y: number) => number,
): string[] {
  const places = points.map(([x, y]) => `${fine(toX(x))},${fine(toY(y))}`)
  return [
    `<polyline points="${places.join(' ')}" fill="none" stroke="${stroke}" stroke-width="2"/>`,
    ...points.map(([x, y]) => `<circle cx="${fine(toX(x))}" cy="${fine(toY(y))}" r="3" fill="${stroke}"/>`),
  ]
}

function rules(top: number, toY: (y: number) => number): string[] {
  return Array.from({ length: TICKS + 1 }, (_, tick) => {
    const y = (top / TICKS) * tick
    const line = `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${fine(toY(y))}" y2="${fine(toY(y))}" stroke="#d1d5db"/>`
    return line + text(LEFT - 8, toY(y) + 4, short(y), 'end')
  })
}

function namesOf({ x, y }: Axes): string[] {
  return [text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x, 'middle'), text(LEFT - 8, TOP - 12, y, 'start')]
}

function legendOf(name: string, index: number): string[] {
  const y = TOP + index * 20
  return [
    `<rect x="${WIDTH - RIGHT + 15}" y="${y}" width="12" height="12" fill="${colour(index)}"/>`,
    text(WIDTH - RIGHT + 34, y + 10, name, 'start'),
  ]
}

/** A white ground, since a page may be dark. */
function picture(title: string, parts: readonly string[]): string {
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...parts,
    '</svg>',
  ].join('\n')}\n`
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${fine(x)}" y="${fine(y)}" text-anchor="${anchor}" fill="#111827">${escape(content)}</text>`
}

function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function short(value: number): string {
  return value >= 1000 ? value.toLocaleString('en') : String(Number(value.toPrecision(3)))
}

function colour(index: number): string {
  return COLOURS[index % COLOURS.length] ?? '#000'
}

function fine(value: number): string {
  return String(Number(value.toFixed(1)))
}
