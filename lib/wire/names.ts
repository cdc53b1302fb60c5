import { describeValue, InputError } from '../errors.ts'
import type { Type } from './type.ts'

/**
 * A number with names for some of its values. A number without a name stays a number in both directions. With a label, every name is
 * the rest of a constant in the kernel's headers: `RTN` and `unicast` are RTN_UNICAST. `iproute2` has iproute2's words for names.
 */
export function names<const Word extends string>(
  base: Type<number>,
  words: Readonly<Record<Word, number>>,
  label?: string,
  iproute2: Readonly<Record<string, NoInfer<Word>>> = {},
): Type<Word | number> {
  const byNumber = new Map<number, Word>()
  const small: (Word | number)[] = Array.from({ length: 256 }, (_, number) => number)
  const byWord = new Map<string, number>()
  for (const [word, number] of Object.entries(words) as [Word, number][]) {
    if (!byNumber.has(number)) {
      byNumber.set(number, word)
      if (number >= 0 && number < 256) small[number] = word
    }
    byWord.set(word, number)
  }
  return {
    size: base.size,
    label,
    words,
    read(bytes, at, length) {
      const number = base.read(bytes, at, length)
      return number >= 0 && number < 256 ? (small[number] as Word | number) : (byNumber.get(number) ?? number)
    },
    write(writer, value) {
      if (typeof value === 'number') return base.write(writer, value)
      const number = byWord.get(value)
      if (number === undefined && typeof value === 'string' && Object.hasOwn(iproute2, value))
        throw new InputError(`must be '${iproute2[value]}', which iproute2 calls ${describeValue(value)}`)
      if (number === undefined)
        throw new InputError(
          `must be one of ${[...byWord.keys()].join(', ')} or a number, not ${describeValue(value)}${numeric(value)}`,
        )
      base.write(writer, number)
    },
  }
}

/** What follows the error for a number in quotes. */
function numeric(value: unknown): string {
  return typeof value === 'string' && /^\d{1,10}$/.test(value) ? `; did you mean ${Number(value)}?` : ''
}

/** Cached numbers of one type. */
const MOST_KEPT = 64

/** Bits with names. Bits without a name are read as one number at the end. The label is as in {@link names}. */
export function flags<const Word extends string>(
  base: Type<number>,
  words: Readonly<Record<Word, number>>,
  label?: string,
): Type<(Word | number)[], readonly (Word | number)[]> {
  const bits = Object.entries(words) as [Word, number][]
  // Most links of a long list have the same flags: copying their words takes 1 us instead of 4.
  const kept = new Map<number, (Word | number)[]>()
  return {
    size: base.size,
    label,
    words,
    read(bytes, at, length) {
      const number = base.read(bytes, at, length)
      let found = kept.get(number)
      if (found === undefined) {
        found = wordsOf(number, bits)
        if (kept.size < MOST_KEPT) kept.set(number, found)
      }
      return found.slice()
    },
    write: (writer, value) => base.write(writer, bitsOf(value, words)),
  }
}

function wordsOf<Word extends string>(number: number, bits: readonly [Word, number][]): (Word | number)[] {
  const found: (Word | number)[] = []
  if (number === 0) return found
  let rest = number
  for (const [word, bit] of bits) {
    if ((rest & bit) === 0) continue
    found.push(word)
    rest &= ~bit
  }
  if (rest !== 0) found.push(rest >>> 0)
  return found
}

/** The bits of an array of words and numbers; errors list the words that can be set. */
export function bitsOf(
  value: readonly (string | number)[],
  words: Readonly<Record<string, number>>,
  settable: readonly string[] = Object.keys(words),
): number {
  if (!Array.isArray(value))
    throw new InputError(`must be an array of ${settable.join(', ')}, not ${describeValue(value)}`)
  let number = 0
  for (const word of value as readonly (string | number)[]) {
    const bit = isBits(word) ? word : Object.hasOwn(words, word) ? words[word] : undefined
    if (bit === undefined) throw new InputError(`must contain only ${settable.join(', ')}, not ${describeValue(word)}`)
    number |= bit
  }
  return number >>> 0
}

function isBits(word: unknown): word is number {
  return typeof word === 'number' && Number.isInteger(word) && word >= 0 && word <= 0xffff_ffff
}
