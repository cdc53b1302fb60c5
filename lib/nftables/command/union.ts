import { byStart, type Interval } from '../compile/interval.ts'

/** What becomes of the intervals of a set. */
export interface Kept {
  kept: Interval[]
  removed: Interval[]
  added: Interval[]
}

/** Intervals of which each touches the next. */
interface Group {
  low: bigint
  high: bigint
  olds: Interval[]
  news: Interval[]
}

/**
 * Puts `fresh` among `held`: both are sorted; those of `held` neither overlap nor are they changed where nothing new touches them.
 * `usual` is the timeout of the set in milliseconds, 0 for none.
 */
export function union(held: readonly Interval[], fresh: readonly Interval[], usual: bigint): Kept {
  const result: Kept = { kept: [], removed: [], added: [] }
  let i = 0
  let j = 0
  while (i < held.length || j < fresh.length) {
    const first = nextOf(held[i], fresh[j])
    const group: Group = { low: first.key.low, high: first.key.high, olds: [], news: [] }
    for (;;) {
      const old = held[i]
      const one = fresh[j]
      if (old && old.key.low <= group.high + 1n) {
        group.olds.push(old)
        i++
        if (old.key.high > group.high) group.high = old.key.high
      } else if (one && one.key.low <= group.high + 1n) {
        group.news.push(one)
        j++
        if (one.key.high > group.high) group.high = one.key.high
      } else break
    }
    settle(group, result, usual)
  }
  return result
}

function nextOf(old: Interval | undefined, one: Interval | undefined): Interval {
  if (!old) return one as Interval
  return !one || old.key.low <= one.key.low ? old : one
}

/** One interval for all, unless nothing new is among them, or they do not last equally long. */
function settle(group: Group, result: Kept, usual: bigint): void {
  const { low, high, olds, news } = group
  const { kept, removed, added } = result
  const like = news[0]
  if (like === undefined) {
    kept.push(...olds)
    return
  }
  const [timeout, ...others] = new Set([...olds, ...news].map((one) => one.timeout ?? usual))
  if (timeout === undefined || others.length > 0) {
    settlePieces(group, result, usual)
    return
  }
  const [only] = olds
  if (olds.length === 1 && only && only.key.low === low && only.key.high === high) {
    kept.push(only)
    return
  }
  const whole = { ...like, key: { ...like.key, low, high } }
  removed.push(...olds)
  added.push(whole)
  kept.push(whole)
}

/** Each part lasts as long as the longest that covers it: a short stay does not shorten a long one. */
function settlePieces({ olds, news }: Group, { kept, removed, added }: Kept, usual: bigint): void {
  const before = new Set(olds)
  const whole = new Set<Interval>()
  for (const { owner, low, high } of piecesOf(olds, news, usual)) {
    const unchanged = owner.key.low === low && owner.key.high === high
    const piece = unchanged ? owner : { ...owner, key: { ...owner.key, low, high } }
    if (unchanged) whole.add(owner)
    kept.push(piece)
    if (!unchanged || !before.has(owner)) added.push(piece)
  }
  removed.push(...olds.filter((old) => !whole.has(old)))
}

interface Piece {
  owner: Interval
  low: bigint
  high: bigint
}

/** Without a timeout an element stays for ever. */
function lasting({ timeout, expiration }: Interval, usual: bigint): bigint {
  const whole = timeout ?? usual
  return whole === 0n ? FOREVER : (expiration ?? whole)
}

const FOREVER = 2n ** 64n

function piecesOf(olds: readonly Interval[], news: readonly Interval[], usual: bigint): Piece[] {
  const all = [...news, ...olds].sort(byStart)
  const cuts = [...new Set(all.flatMap(({ key }) => [key.low, key.high + 1n]))].sort((a, b) => (a < b ? -1 : 1))
  const pieces: Piece[] = []
  let open: Interval[] = []
  let next = 0
  for (let i = 0; i + 1 < cuts.length; i++) {
    const low = cuts[i] as bigint
    const high = (cuts[i + 1] as bigint) - 1n
    for (; (all[next]?.key.low ?? FOREVER ** 2n) <= low; next++) open.push(all[next] as Interval)
    open = open.filter(({ key }) => key.high >= low)
    const [first, ...more] = open
    if (!first) continue
    const owner = more.reduce((best, one) => (lasting(one, usual) > lasting(best, usual) ? one : best), first)
    join(pieces, { owner, low, high }, usual)
  }
  return pieces
}

/** Neighbours that were to last equally long become one. */
function join(pieces: Piece[], piece: Piece, usual: bigint): void {
  const last = pieces[pieces.length - 1]
  const equal = last && last.high + 1n === piece.low && same(last.owner, piece.owner, usual)
  if (!equal) {
    pieces.push(piece)
    return
  }
  last.high = piece.high
  if (lasting(piece.owner, usual) > lasting(last.owner, usual)) last.owner = piece.owner
}

function same(a: Interval, b: Interval, usual: bigint): boolean {
  return a === b || (a.timeout ?? usual) === (b.timeout ?? usual)
}
