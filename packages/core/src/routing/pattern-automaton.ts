/** A step from a character of a pattern to one that may come next. */
export interface Step {
  readonly from: number
  readonly to: number
}

/** A pattern as an automaton: its states are the characters it is made of, counted ones each for itself. */
export interface PatternAutomaton {
  /** For each state the characters it takes, one bit for each that is looked at. */
  readonly takes: readonly bigint[]
  /** For each state those that may come next. */
  readonly steps: readonly ReadonlySet<number>[]
  /** Steps for which the pattern has two reasons, as the loops of `(a+)+` have. */
  readonly doubled: readonly Step[]
  /** What keeps the pattern from being judged, in words. */
  readonly problem: string | undefined
}

/** What a part of a pattern may begin and end with, and whether it may match nothing. */
interface Part {
  readonly first: readonly number[]
  readonly last: readonly number[]
  readonly empty: boolean
}

const NOTHING: Part = { first: [], last: [], empty: true }

/** A pattern for a piece of a path needs fewer; each pair of them is looked at. */
const MAX_STATES = 100

const ATOM =
  /\\(?:u\{[\da-f]+\}|u[\da-f]{4}|x[\da-f]{2}|p\{[^}]*\}|[^bkpuxc1-9])|\[(?:\\.|[^\]\\])*\]|[^\\[\](){}|*+?^$]/isy
const GROUP = /\((?:\?:|\?<[A-Za-z_$][\w$]*>|(?!\?))/y
const QUANTIFIER = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y
const ANCHOR = /[\^$]/y

/** Reads a pattern. `?` counts as `*`, and a repeated group as a loop: that errs on the side of refusing. */
export function readAutomaton(pattern: RegExp): PatternAutomaton {
  return new AutomatonReader(pattern).read()
}

class AutomatonReader {
  readonly #source: string
  readonly #flags: string
  readonly #alphabet: readonly string[]
  readonly #takes: bigint[] = []
  readonly #steps: Set<number>[] = []
  readonly #doubled: Step[] = []
  #at = 0
  #problem: string | undefined

  constructor({ source, flags }: RegExp) {
    this.#source = source
    this.#flags = flags.replaceAll(/[^isu]/g, '')
    this.#alphabet = alphabetOf(source)
    if (flags.includes('v')) this.#giveUp('flag v is not understood')
  }

  read(): PatternAutomaton {
    this.#alternatives()
    if (this.#at < this.#source.length) this.#giveUp(`"${this.#source.slice(this.#at)}" is not understood`)
    return { takes: this.#takes, steps: this.#steps, doubled: this.#doubled, problem: this.#problem }
  }

  #alternatives(): Part {
    let all = this.#sequence()
    while (this.#eat('|')) {
      const next = this.#sequence()
      all = {
        first: [...all.first, ...next.first],
        last: [...all.last, ...next.last],
        empty: all.empty || next.empty,
      }
    }
    return all
  }

  #sequence(): Part {
    let all = NOTHING
    for (let next = this.#quantified(); next; next = this.#quantified()) all = this.#join(all, next)
    return all
  }

  #quantified(): Part | undefined {
    if (this.#take(ANCHOR)) return NOTHING
    const start = this.#at
    const group = this.#group()
    const atom = group ? undefined : this.#take(ATOM)?.[0]
    const part = group ?? (atom === undefined ? undefined : this.#state(atom))
    const quantifier = part && this.#take(QUANTIFIER)
    if (!part || !quantifier) return part
    const [text, least, comma, most] = quantifier
    if (least === undefined || atom === undefined) return this.#loop(part, !text.startsWith('+'), start)
    return this.#counted(part, atom, Number(least), comma === ',' && most !== least)
  }

  #group(): Part | undefined {
    if (!this.#take(GROUP)) return undefined
    const part = this.#alternatives()
    if (!this.#eat(')')) this.#giveUp(`"${this.#source.slice(this.#at)}" is not understood`)
    return part
  }

  /** `a{2,4}` is two states and a loop. */
  #counted(one: Part, atom: string, least: number, more: boolean): Part {
    let all = least === 0 ? NOTHING : one
    for (let count = 1; count < Math.min(least, MAX_STATES + 1); count++)
      all = this.#join(all, this.#state(atom))
    return more ? this.#join(all, this.#loop(this.#state(atom), true, this.#at)) : all
  }

  #loop(part: Part, empty: boolean, start: number): Part {
    if (part.empty) this.#giveUp(`"${this.#source.slice(start, this.#at)}" repeats what may be nothing`)
    this.#connect(part, part)
    return { ...part, empty }
  }

  #join(one: Part, next: Part): Part {
    this.#connect(one, next)
    return {
      first: one.empty ? [...one.first, ...next.first] : one.first,
      last: next.empty ? [...one.last, ...next.last] : next.last,
      empty: one.empty && next.empty,
    }
  }

  #connect(one: Part, next: Part): void {
    for (const from of one.last) {
      for (const to of next.first) {
        if (this.#steps[from]?.has(to)) this.#doubled.push({ from, to })
        this.#steps[from]?.add(to)
      }
    }
  }

  #state(atom: string): Part {
    const state = this.#takes.length
    if (state >= MAX_STATES) return this.#giveUp(`it has more than ${MAX_STATES} characters`)
    const test = new RegExp(`^${atom}$`, this.#flags)
    const taken = this.#alphabet.map((character) => (test.test(character) ? '1' : '0'))
    this.#takes.push(BigInt(`0b${taken.join('')}`))
    this.#steps.push(new Set())
    return { first: [state], last: [state], empty: false }
  }

  #take(token: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(token)
    sticky.lastIndex = this.#at
    const match = sticky.exec(this.#source) ?? undefined
    this.#at += match?.[0].length ?? 0
    return match
  }

  #eat(character: string): boolean {
    if (this.#source[this.#at] !== character) return false
    this.#at++
    return true
  }

  #giveUp(problem: string): Part {
    this.#problem ??= problem
    this.#at = this.#source.length
    return { ...NOTHING, empty: false }
  }
}

/**
 * One character at least of every range and class that two atoms can share: ASCII, all that the pattern names (two ranges
 * that overlap share an end of one of them), and some of each kind beyond.
 */
function alphabetOf(source: string): readonly string[] {
  const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
  const escaped = [...source.matchAll(/\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2}))/gi)]
  const named = escaped.map(([, braces, four, two]) => Number.parseInt(braces ?? four ?? two ?? '0', 16))
  const characters = named.filter((code) => code <= 0x10ffff).map((code) => String.fromCodePoint(code))
  const beyond = Array.from('\u00A0é߀ΩЖא中あ٣\u2028ſ\u212A😀')
  return [...new Set([...ascii, ...Array.from(source), ...characters, ...beyond])]
}
