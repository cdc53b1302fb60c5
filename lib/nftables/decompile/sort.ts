/** Where the key of an element lies, and what is compared of it. */
export interface SortKey {
  bytes: Uint8Array
  /** Bytes of one key. */
  stride: number
  /** Bytes within the key, the one that decides least first. */
  places: readonly number[]
}

/**
 * The indices `0 .. count - 1` in the order of their keys: one pass a byte, each keeping the order of the pass before, so that
 * half a million keys take no comparisons.
 */
export function sortKeys(key: SortKey, order: Uint32Array): Uint32Array {
  let from = order
  let into: Uint32Array = new Uint32Array(order.length)
  const starts = new Uint32Array(256)
  for (const place of key.places) {
    if (!countBytes(key, place, from, starts)) continue
    for (let i = 0; i < from.length; i++) {
      const element = from[i] as number
      const byte = key.bytes[element * key.stride + place] as number
      into[starts[byte] as number] = element
      starts[byte] = (starts[byte] as number) + 1
    }
    const sorted = into
    into = from
    from = sorted
  }
  return from
}

/** Fills `starts` with the first place of each byte; false where all bytes are the same. */
function countBytes({ bytes, stride }: SortKey, place: number, order: Uint32Array, starts: Uint32Array): boolean {
  starts.fill(0)
  for (let i = 0; i < order.length; i++) {
    const byte = bytes[(order[i] as number) * stride + place] as number
    starts[byte] = (starts[byte] as number) + 1
  }
  let sum = 0
  for (let byte = 0; byte < 256; byte++) {
    const count = starts[byte] as number
    if (count === order.length) return false
    starts[byte] = sum
    sum += count
  }
  return true
}

/** `0 .. count - 1`. */
export function indices(count: number): Uint32Array {
  const order = new Uint32Array(count)
  for (let i = 1; i < count; i++) order[i] = i
  return order
}

/**
 * The merge sort of nft, which puts equal elements of its second half first: sets of flags, which it compares by their
 * lowest flag alone, come out as nft shows them.
 */
export function mergeSort(order: readonly number[], values: readonly number[]): number[] {
  if (order.length < 2) return [...order]
  const middle = Math.ceil(order.length / 2)
  const second = mergeSort(order.slice(middle), values)
  const first = mergeSort(order.slice(0, middle), values)
  const merged: number[] = []
  let at = 0
  for (const element of first) {
    while (at < second.length && (values[second[at] as number] as number) <= (values[element] as number))
      merged.push(second[at++] as number)
    merged.push(element)
  }
  return [...merged, ...second.slice(at)]
}
