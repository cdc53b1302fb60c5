import { describeValue, InputError } from '../errors.ts'
import { ip4Text, parseIp4 } from '../wire/ip-text.ts'

/** A range of IPv4 addresses, as numbers. */
export interface Range {
  /** First address. */
  readonly base: number
  /** Length of the prefix, in bits. */
  readonly length: number
}

/** The longest prefix of a node's subnet: a network address, a gateway, a container, a broadcast address. */
export const LONGEST = 30

/** How many addresses a prefix of this length has. */
export function sizeOf(length: number): number {
  return 2 ** (32 - length)
}

/** The number of an IPv4 address; undefined for any other text. */
export function addressNumber(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined
  const address = parseIp4(text, 0, text.length)
  return address < 0 ? undefined : address
}

/** The address as the kernel writes it. */
export function addressText(address: number): string {
  return ip4Text(Uint8Array.of(address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255), 0)
}

/** `10.244.0.0/16` */
export function rangeText({ base, length }: Range): string {
  return `${addressText(base)}/${length}`
}

/** Reads `10.244.0.0/16`; undefined if it is not a prefix, or has bits set after it. */
export function findRange(text: unknown): Range | undefined {
  const [, address, bits] = (typeof text === 'string' ? /^([\d.]+)\/(\d{1,2})$/.exec(text) : undefined) ?? []
  const base = addressNumber(address)
  const length = Number(bits)
  if (base === undefined || length < 1 || length > LONGEST || base % sizeOf(length) !== 0) return undefined
  return { base, length }
}

/** Reads an option that is an IPv4 subnet. */
export function readRange(text: unknown): Range {
  const range = findRange(text)
  if (range === undefined)
    throw new InputError(`must be an IPv4 subnet such as 10.244.0.0/16, not ${describeValue(text)}`)
  return range
}

/** Reads an option that is an IPv4 address. */
export function readAddress(text: unknown): string {
  const address = addressNumber(text)
  if (address === undefined) throw new InputError(`must be an IPv4 address, not ${describeValue(text)}`)
  return addressText(address)
}

/** Whether the first range contains the second. */
export function contains(outer: Range, inner: Range): boolean {
  return inner.base >= outer.base && inner.base + sizeOf(inner.length) <= outer.base + sizeOf(outer.length)
}

/** Whether two ranges share an address. */
export function overlap(one: Range, other: Range): boolean {
  return one.base < other.base + sizeOf(other.length) && other.base < one.base + sizeOf(one.length)
}

/** Hardware address of a node's VXLAN link, derived from its public address: locally administered, and the same after a restart. */
export function vtepMac(publicAddress: string): string {
  const bytes = publicAddress.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'))
  return `0a:6e:${bytes.join(':')}`
}
