import { AF_INET6 } from '../wire/af.ts'
import type { Bytes } from '../wire/bytes.ts'
import { HEADER, lengthAt, messageAt, nextAt } from '../wire/header.ts'

/** Offsets in struct rtmsg, and its size. */
const DST_LEN = 1
const SRC_LEN = 2
const FLAGS = 8
const SIZE = 12

const RTA_DST = 1
const RTA_CACHEINFO = 12
const RTA_TABLE = 15

/** Maximum number of suspects to look for at a time. */
const MOST_SUSPECTS = 8

/** Position of an IPv6 route in a dump: its table, its prefix as four words, its prefix length. */
interface Place {
  table: number
  length: number
  words: [number, number, number, number]
}

/**
 * Detects that a dump of IPv6 routes contains a route twice. The kernel does not report that a table changed during the dump: it starts
 * at the root again and skips as many prefixes as it has already dumped (fib6_dump_table in net/ipv6/ip6_fib.c), so that routes are
 * repeated if others were added before them.
 *
 * A table is dumped in a fixed order: lower addresses first, and a prefix after the longer ones within it. A step back is therefore
 * suspicious, and confirmed when the route before it appears again. Only recent routes are kept, so that the cost does not depend on
 * the number of routes.
 */
export class Repeats {
  readonly #finished = new Set<number>()
  readonly #now: Place = { table: -1, length: 0, words: [0, 0, 0, 0] }
  readonly #last: Place = { table: -1, length: 0, words: [0, 0, 0, 0] }
  /** Routes that preceded a step back. */
  readonly #suspects: { place: Place; identity: string }[] = []
  /** The routes of the current prefix, if it has several. */
  #group = new Set<string>()
  #lastAt = -1
  #lastIdentity = ''

  /** Whether these messages contain a route that was seen before. */
  seenIn(bytes: Bytes, end: number): boolean {
    for (let at = 0; messageAt(bytes, at, end); at = nextAt(bytes, at, end)) {
      if (bytes.u8[at + HEADER] !== AF_INET6 || bytes.u8[at + HEADER + SRC_LEN] !== 0) continue
      if (this.#isRepeated(bytes, at)) return true
    }
    if (this.#lastAt >= 0) this.#lastIdentity = identityOf(bytes, this.#lastAt)
    this.#lastAt = -1
    return false
  }

  #isRepeated(bytes: Bytes, at: number): boolean {
    const now = this.#now
    readPlace(bytes, at, now)
    const step = now.table === this.#last.table ? compare(this.#last, now) : 'table'
    const repeated = this.#suspects.length > 0 && this.#isSuspect(bytes, at)
    if (repeated || !this.#follows(step, bytes, at)) return true
    copy(now, this.#last)
    this.#lastAt = at
    return false
  }

  /** Records how the route at `at` follows the previous one; false if it was seen before. */
  #follows(step: Step, bytes: Bytes, at: number): boolean {
    if (step === 'same') {
      if (this.#group.size === 0) this.#group.add(this.#identityOfLast(bytes))
      const identity = identityOf(bytes, at)
      if (this.#group.has(identity)) return false
      this.#group.add(identity)
      return true
    }
    if (this.#group.size > 0) this.#group = new Set()
    if (step === 'back') this.#suspect(bytes)
    if (step === 'table') {
      if (this.#finished.has(this.#now.table)) return false
      this.#finished.add(this.#now.table)
    }
    return true
  }

  #identityOfLast(bytes: Bytes): string {
    return this.#lastAt < 0 ? this.#lastIdentity : identityOf(bytes, this.#lastAt)
  }

  #suspect(bytes: Bytes): void {
    const place: Place = { table: 0, length: 0, words: [0, 0, 0, 0] }
    copy(this.#last, place)
    this.#suspects.push({ place, identity: this.#identityOfLast(bytes) })
    if (this.#suspects.length > MOST_SUSPECTS) this.#suspects.shift()
  }

  #isSuspect(bytes: Bytes, at: number): boolean {
    const now = this.#now
    return this.#suspects.some(
      ({ place, identity }) =>
        place.table === now.table && compare(place, now) === 'same' && identity === identityOf(bytes, at),
    )
  }
}

type Step = 'on' | 'back' | 'same' | 'table'

/** How one position follows another in the same table. */
function compare(last: Place, now: Place): Step {
  const common = Math.min(last.length, now.length)
  for (let i = 0; i < 4; i++) {
    const [one, other] = [last.words[i] as number, now.words[i] as number]
    if (one === other) continue
    if (32 * i + Math.clz32(one ^ other) >= common) break
    return one < other ? 'on' : 'back'
  }
  return last.length === now.length ? 'same' : last.length > now.length ? 'on' : 'back'
}

function copy(from: Place, to: Place): void {
  to.table = from.table
  to.length = from.length
  for (let i = 0; i < 4; i++) to.words[i] = from.words[i] as number
}

/** Table and prefix of a route; both attributes precede the others. */
function readPlace(bytes: Bytes, at: number, place: Place): void {
  const end = at + lengthAt(bytes, at)
  place.length = bytes.u8[at + HEADER + DST_LEN] as number
  place.words.fill(0)
  let missing = place.length === 0 ? 1 : 2
  for (let start = at + HEADER + SIZE; start + 8 <= end && missing > 0; ) {
    const size = bytes.u16[start >> 1] as number
    if (size < 4) return
    const type = bytes.u16[(start >> 1) + 1] as number
    if (type === RTA_TABLE) place.table = bytes.u32[(start >> 2) + 1] as number
    if (type === RTA_DST && size >= 20 && start + 20 <= end) {
      for (let i = 0; i < 4; i++) place.words[i] = bytes.view.getUint32(start + 4 + 4 * i, false)
    }
    if (type === RTA_TABLE || type === RTA_DST) missing--
    start += (size + 3) & ~3
  }
}

/** Identity of a route: its message without state and age. */
function identityOf(bytes: Bytes, at: number): string {
  const end = at + lengthAt(bytes, at)
  let identity = textOf(bytes, at + HEADER, at + HEADER + FLAGS)
  for (let start = at + HEADER + SIZE; start + 4 <= end; ) {
    const size = bytes.u16[start >> 1] as number
    if (size < 4 || start + size > end) break
    if (bytes.u16[(start >> 1) + 1] !== RTA_CACHEINFO) identity += textOf(bytes, start, start + size)
    start += (size + 3) & ~3
  }
  return identity
}

function textOf(bytes: Bytes, from: number, to: number): string {
  return String.fromCharCode(...bytes.u8.subarray(from, to))
}
