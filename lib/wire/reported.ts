import { bitsOf, flags } from './names.ts'
import type { Type } from './type.ts'

/** Bits with names, as listed and as given. */
export type Flags<Word extends string> = Type<(Word | number)[], readonly (Word | number)[]>

/** As {@link flags}, but bits that the kernel only reports are not written, so that a listed object can be passed back. */
export function reportedFlags<const Word extends string>(
  base: Type<number>,
  words: Readonly<Record<Word, number>>,
  reported: readonly NoInfer<Word>[],
  label?: string,
): Flags<Word> {
  const kept = ~bitsOf(reported, words)
  return {
    ...flags(base, words, label),
    write: (writer, value) => base.write(writer, (bitsOf(value, words) & kept) >>> 0),
  }
}
