/** The word of a number in a table of words. */
export function wordOf(table: Readonly<Record<string, number>>, number: number | undefined): string | undefined {
  if (number === undefined) return undefined
  for (const word of Object.keys(table)) if (table[word] === number) return word
  return undefined
}

/** The words of the bits that are set. */
export function wordsOf(table: Readonly<Record<string, number>>, bits: number): string[] {
  return Object.keys(table).filter((word) => bits & (table[word] as number))
}

/** As nft writes words: one alone, several as a list, none not at all. */
export function oneOrMany(words: readonly string[]): string | string[] | undefined {
  return words.length > 1 ? [...words] : words[0]
}
