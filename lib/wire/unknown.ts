import { describeValue, InputError } from '../errors.ts'
import { HANDLE, meaningOf } from './familiar.ts'
import type { AnyType } from './type.ts'

/** The name of an option: a row of a table, a field of a struct, or an option without a table. */
export interface Named {
  readonly key: string
  readonly type?: AnyType | undefined
  /** True if the kernel only reports it; it is never suggested. */
  readonly report?: boolean
  /** iproute2's words, if the type does not have them. */
  readonly iproute2?: readonly string[]
  /** For a name that is not an option: what to use instead, such as `getLink(name) reads one link`. */
  readonly instead?: string
}

/** Maximum number of names to list if none is similar. */
const MAX_LISTED_KEYS = 9

/** Adds iproute2's words to a row or a header field; errors for these words suggest it. */
export function iproute2<T extends AnyType>(type: T, ...words: readonly string[]): T {
  return { ...type, iproute2: words }
}

/** The same for words that imply a value: `{ onlink: "flags: ['onlink']" }`. */
export function phrased<T extends AnyType>(type: T, phrases: Readonly<Record<string, string>>): T {
  return { ...type, phrases }
}

/**
 * The error for an unknown option: iproute2's word for an option, the name of a nested one, or a misspelt one. The noun is 'filter' for
 * filters.
 */
export function unknownOption(key: string, known: Iterable<string | Named>, noun = 'option'): InputError {
  const all: Named[] = [...known].map((one) => (typeof one === 'string' ? { key: one } : one))
  const options = all.filter(({ instead }) => instead === undefined)
  const other = all.find((one) => one.instead !== undefined && speaks(one, key))?.instead ?? elsewhereOf(key, options)
  const invalid =
    other === undefined
      ? (elsewhere(key, options) ?? familiar(key, options) ?? mistyped(key, options, noun))
      : unknown(noun, () => `; ${other}`)
  return invalid.under(key)
}

/** A namespace is not an option of most verbs. */
function elsewhereOf(key: string, options: readonly Named[]): string | undefined {
  return key === 'netns' && !options.some((one) => speaks(one, key)) ? HANDLE : undefined
}

/** The error for a word of another tool or library. */
function familiar(key: string, options: readonly Named[]): InputError | undefined {
  const settable = options.filter(({ report }) => report !== true)
  const meaning = meaningOf(plain(key), (option) => settable.some((one) => one.key === option))
  if (meaning?.means === undefined) return meaning && renamed(key, meaning.option)
  const { means } = meaning
  return sentence(means, (path) => `\`${path}\` ${means}`)
}

/** The error for an option with another name, or in a nest. */
function elsewhere(key: string, options: readonly Named[]): InputError | undefined {
  const here = options.find((option) => speaks(option, key))
  if (here !== undefined) return renamed(key, here.key)
  const phrase = options.map(({ type }) => phraseOf(type, key)).find((one) => one !== undefined)
  if (phrase !== undefined) return renamed(key, phrase)
  for (const nest of options) {
    if (nest.report === true) continue
    const inner = inside(nest.type).filter((option) => option.report !== true)
    if (inner.some((option) => option.key === key))
      return sentence(
        `belongs in \`${nest.key}\``,
        (path) => `\`${path}\` belongs in \`${beside(path, key)}${nest.key}\``,
      )
    const other = inner.find((option) => speaks(option, key) || isConstant(nest.type, option, key))
    if (other !== undefined) return renamed(key, `${nest.key}.${other.key}`)
  }
  return undefined
}

function speaks(option: Named, word: string): boolean {
  return [option.key, ...wordsOf(option)].some((one) => plain(one) === plain(word))
}

/** Whether a word is the kernel's constant without `IFLA_`, as pyroute2 has it: `vxlan_id` for `id`, `br_stp_state` for `stpState`. */
function isConstant(nest: AnyType | undefined, option: Named, word: string): boolean {
  const tables = [nest, ...(nest?.parts ?? [])] as readonly ({ readonly prefix?: string } | undefined)[]
  return tables.some((one) => {
    const prefix = one?.prefix?.replace(/^IFLA_/, '')
    const { rows = [] } = (one ?? {}) as { rows?: readonly Named[] }
    return prefix !== undefined && rows.includes(option) && plain(prefix + option.key) === plain(word)
  })
}

function phraseOf(type: AnyType | undefined, word: string): string | undefined {
  return Object.entries(type?.phrases ?? {}).find(([one]) => plain(one) === plain(word))?.[1]
}

function wordsOf({ type, iproute2: words }: Named): readonly string[] {
  return words ?? type?.iproute2 ?? []
}

/** Removes the differences in dashes, underscores and capitals. */
function plain(word: string): string {
  return word.replaceAll(/(?<=[a-z0-9])[-_ ](?=[a-z0-9])/gi, '').toLowerCase()
}

/** The rows of a nest, also if its table depends on a kind. */
function inside(type: AnyType | undefined): readonly Named[] {
  if (type === undefined) return []
  const { rows, fields } = type as { rows?: readonly Named[]; fields?: readonly Named[] }
  return [...(rows ?? []), ...(fields ?? []), ...(type.parts ?? []).flatMap(inside)]
}

/** For two options of the same nest, whose path precedes both. */
function renamed(key: string, name: string): InputError {
  return sentence(`is \`${name}\` here`, (path) => `\`${path}\` is \`${beside(path, key)}${name}\` here`)
}

/** The path of the nest that contains `key`. */
function beside(path: string, key: string): string {
  return path.endsWith(key) ? path.slice(0, -key.length) : ''
}

function sentence(reason: string, phrase: (path: string) => string): InputError {
  const invalid = new InputError(reason)
  invalid.phrase = phrase
  return invalid
}

function mistyped(key: string, options: readonly Named[], noun: string): InputError {
  return unknown(noun, (path) => advice(key, options, beside(path, key)))
}

function unknown(noun: string, hint: (path: string) => string): InputError {
  return sentence(`unknown ${noun}${hint('')}`, (path) => `unknown ${noun} ${describeValue(path)}${hint(path)}`)
}

/** What follows the name of an unknown option: the most similar one, after the path of the nest that contains it, or all of a few. */
export function advice(key: string, options: readonly Named[], nest = ''): string {
  const meant = options.filter(({ report }) => report !== true)
  const near = nearest(key, meant)
  if (near !== undefined) return `; did you mean '${nest}${near}'?`
  const keys = meant.map((option) => option.key)
  return keys.length > 0 && keys.length <= MAX_LISTED_KEYS
    ? `; known ${keys.length === 1 ? 'is' : 'are'} ${keys.join(', ')}`
    : ''
}

/** The option whose name or iproute2 word is most similar; undefined if none is similar. */
function nearest(key: string, options: readonly Named[]): string | undefined {
  const wanted = plain(key)
  let best: string | undefined
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const option of options) {
    for (const name of [option.key, ...wordsOf(option)]) {
      const far = farFrom(wanted, plain(name))
      if (far >= least) continue
      least = far
      best = option.key
    }
  }
  return best
}

/** Longer names are not considered misspelt. */
const LONGEST = 40
const SHORTEST = 3

/** A truncated or extended name counts as one extra letter. */
function farFrom(one: string, other: string): number {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return short.length >= SHORTEST && (long.startsWith(short) || long.endsWith(short)) ? 1 : distance(one, other)
}

/** Edit distance: insertions, deletions, substitutions and transpositions. */
function distance(one: string, other: string): number {
  if (one.length > LONGEST) return LONGEST
  let before: number[] = []
  let above = Array.from({ length: other.length + 1 }, (_, i) => i)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      let least = Math.min((above[j] as number) + 1, (row[j - 1] as number) + 1, (above[j - 1] as number) + same)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1)
      row.push(least)
    }
    before = above
    above = row
  }
  return above[other.length] as number
}
