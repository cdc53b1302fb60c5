/** NFT_SET_* by the words of JSON. */
export const setFlags: Readonly<Record<string, number>> = { constant: 2, interval: 4, timeout: 16, dynamic: 32 }

/** NFT_SET_POL_* */
export const setPolicies: Readonly<Record<string, number>> = { performance: 0, memory: 1 }
