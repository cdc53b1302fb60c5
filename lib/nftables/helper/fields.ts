/** The words of nft under the names that properties have, each with the same kind of expression. */
export type Fields<W extends Words, E> = { readonly [K in keyof W]: E }

/** The word of nft for each property: `frag-off` for fragOff. */
export type Words = Readonly<Record<string, string>>

/** An expression for each word. */
export function fields<const W extends Words, E>(words: W, make: (word: string) => E): Fields<W, E> {
  return Object.freeze(Object.fromEntries(Object.entries(words).map(([key, word]) => [key, make(word)]))) as Fields<
    W,
    E
  >
}
