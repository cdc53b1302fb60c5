/** Properties whose names are nft's keywords in camelCase. */
export type Fields<W extends Words, E> = { readonly [K in keyof W]: E }

/** nft's keyword for each property: `frag-off` for fragOff. */
export type Words = Readonly<Record<string, string>>

/** One expression per keyword. */
export function fields<const W extends Words, E>(words: W, make: (word: string) => E): Fields<W, E> {
  return Object.freeze(Object.fromEntries(Object.entries(words).map(([key, word]) => [key, make(word)]))) as Fields<
    W,
    E
  >
}
