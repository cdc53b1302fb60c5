/** Positions of a list by rank; those of one rank in the order of the list. */
export function inOrder(positions: readonly number[], rankOf: (i: number) => number): readonly number[] {
  if (isInOrder(positions, rankOf)) return positions
  return positions.toSorted((one, other) => rankOf(one) - rankOf(other) || one - other)
}

/** Most long lists are. */
function isInOrder(positions: readonly number[], rankOf: (i: number) => number): boolean {
  let last = -1
  let lastRank = Number.NEGATIVE_INFINITY
  for (const i of positions) {
    const rank = rankOf(i)
    if (rank < lastRank || (rank === lastRank && i < last)) return false
    last = i
    lastRank = rank
  }
  return true
}
