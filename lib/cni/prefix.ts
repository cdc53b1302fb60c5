import { rangeOf, subnetText } from '../container/subnet.ts'

/** The subnet of an address with prefix length: '10.1.0.0/16' of '10.1.0.5/16'. */
export function subnetOf(address: string): string {
  const range = rangeOf(address)
  if (range === undefined) return address
  return subnetText({ ...range, base: range.base - (range.base % range.size) })
}
