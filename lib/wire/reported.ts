import { bitsOf, flags } from './names.ts'
import type { Type } from './type.ts'

/** A word that listed objects contain and that is accepted therefore: the intersection keeps editors from offering it. */
export type Accepted<Word extends string> = Word & Record<never, never>

/** A flag as an option: editors offer the words that can be set. */
export type FlagOption<Word extends string, Reported extends Word = never> =
  | Exclude<Word, Reported>
  | Accepted<Reported>
  | number

/** Bits with names, as listed and as given. `Reported` are those that cannot be set. */
export type Flags<Word extends string, Reported extends Word = never> = Type<
  (Word | number)[],
  readonly FlagOption<Word, Reported>[]
>

/** As {@link flags}, but bits that the kernel only reports are not written, so that a listed object can be passed back. */
export function reportedFlags<const Word extends string, const Reported extends NoInfer<Word>>(
  base: Type<number>,
  words: Readonly<Record<Word, number>>,
  reported: readonly Reported[],
  label?: string,
): Flags<Word, Reported> {
  const kept = ~bitsOf(reported, words)
  const settable = Object.keys(words).filter((word) => !(reported as readonly string[]).includes(word))
  return {
    ...flags(base, words, label),
    write: (writer, value) => base.write(writer, (bitsOf(value, words, settable) & kept) >>> 0),
  }
}
