import { describeValue, InputError } from '../errors.ts'
import { ip4Text, ip6Text, isIP, parseIp6 } from '../wire/ip-text.ts'

/** A range of addresses, as numbers. */
export interface Subnet {
  readonly family: 4 | 6
  readonly base: bigint
  /** Length of the prefix, in bits. */
  readonly length: number
  readonly size: bigint
}

/** How many bits an address of a family has. */
export const BITS = { 4: 32, 6: 128 } as const

/** Numbers of an address's parts joined: bytes, or the eight groups of IPv6. */
function joined(parts: readonly number[], bits: number): bigint {
  return parts.reduce((sum, part) => (sum << BigInt(bits)) | BigInt(part), 0n)
}

/** The number of an address; undefined where the text is none of that family. */
export function addressNumber(text: string, family: 4 | 6): bigint | undefined {
  if (isIP(text) !== family) return undefined
  if (family === 4) return joined(text.split('.').map(Number), 8)
  const groups = parseIp6(text)
  return groups && joined(groups, 16)
}

/** The address as the kernel writes it. */
export function addressText(address: bigint, family: 4 | 6): string {
  const bytes = Uint8Array.from({ length: BITS[family] / 8 }, (_, i) =>
    Number((address >> BigInt(BITS[family] - 8 * (i + 1))) & 0xffn),
  )
  return family === 4 ? ip4Text(bytes, 0) : ip6Text(bytes, 0)
}

/** Reads '172.18.0.0/16'; an InputError unless it is a subnet of that family. */
export function parseSubnet(text: unknown, family: 4 | 6): Subnet {
  const parts = typeof text === 'string' ? /^([^/]+)\/(\d{1,3})$/.exec(text) : null
  const base = parts === null ? undefined : addressNumber(parts[1] as string, family)
  if (parts === null || base === undefined) {
    const example = family === 4 ? '172.18.0.0/16' : 'fd00:18::/64'
    throw new InputError(`must be an IPv${family} subnet such as ${example}, not ${describeValue(text)}`)
  }
  const length = Number(parts[2])
  const most = BITS[family] - 2
  if (length < 1 || length > most)
    throw new InputError(`must have a prefix length from 1 to ${most}, not ${length}`, 'range')
  const size = 1n << BigInt(BITS[family] - length)
  const first = base - (base % size)
  if (first !== base)
    throw new InputError(
      `has bits set after its prefix: ${describeValue(text)}; the subnet is ${addressText(first, family)}/${length}`,
    )
  return { family, base, length, size }
}

type Reserved = readonly [range: string, what: string]

/** Ranges to which no packet is routed. */
const UNROUTED: readonly Reserved[] = [
  ['0.0.0.0/8', 'this network'],
  ['127.0.0.0/8', 'loopback'],
  ['224.0.0.0/4', 'multicast'],
  ['255.255.255.255/32', 'broadcast'],
  ['::/96', 'loopback'],
  ['::ffff:0:0/96', 'IPv4-mapped addresses'],
  ['fe80::/10', 'link-local addresses'],
  ['ff00::/8', 'multicast'],
]

/** Ranges whose addresses no container can have: most systems refuse to speak to 240.0.0.0/4, though Linux routes it (RFC 1112, section 4). */
const RESERVED: readonly Reserved[] = [...UNROUTED, ['240.0.0.0/4', 'reserved']]

/** Reads the subnet of a new network, whose addresses containers can have. */
export function parseUnicast(text: unknown, family: 4 | 6): Subnet {
  const subnet = parseSubnet(text, family)
  const reserved = RESERVED.find(([range]) => overlap(subnet, rangeOf(range) as Subnet))
  if (reserved === undefined) return subnet
  const [range, what] = reserved
  throw new InputError(
    `must be a subnet of unicast addresses, and ${describeValue(text)} overlaps ${range} (${what})`,
    'range',
  )
}

/** The range to which no packet is routed, where all of a destination lies in one. */
export function unroutedRange(destination: string): string | undefined {
  const wanted = rangeOf(destination)
  if (wanted === undefined) return undefined
  const found = UNROUTED.find(([range]) => isWithin(wanted, rangeOf(range) as Subnet))
  return found && `${found[0]} (${found[1]})`
}

function isWithin(one: Subnet, other: Subnet): boolean {
  return one.family === other.family && one.base >= other.base && one.base + one.size <= other.base + other.size
}

export function subnetText({ base, family, length }: Subnet): string {
  return `${addressText(base, family)}/${length}`
}

/** The first and the last address that can be given out; IPv6 has no broadcast address. */
export function usable({ base, size, family }: Subnet): { first: bigint; last: bigint } {
  return { first: base + 1n, last: base + size - (family === 4 ? 2n : 1n) }
}

/** Reads an address that must lie in the subnet and be usable. */
export function addressIn(subnet: Subnet, text: unknown): bigint {
  const address = typeof text === 'string' ? addressNumber(text, subnet.family) : undefined
  if (address === undefined) throw new InputError(`${mustBeAddress(subnet.family, text)}, not ${describeValue(text)}`)
  const { first, last } = usable(subnet)
  if (address < first || address > last)
    throw new InputError(`must be an address of ${subnetText(subnet)}, not ${describeValue(text)}`, 'range')
  return address
}

export function overlap(one: Subnet, other: Subnet): boolean {
  return one.family === other.family && one.base < other.base + other.size && other.base < one.base + one.size
}

/** The range of a route's destination, or around an address; undefined for the default route. */
export function rangeOf(destination: string): Subnet | undefined {
  const [text = '', bits] = destination.split('/')
  const family = isIP(text)
  if (family === 0) return undefined
  const length = bits === undefined ? BITS[family as 4 | 6] : Number(bits)
  const number = addressNumber(text, family as 4 | 6)
  if (number === undefined || length === 0) return undefined
  const size = 1n << BigInt(BITS[family as 4 | 6] - length)
  return { family: family as 4 | 6, base: number - (number % size), length, size }
}

/** Whether an address, as text, lies in the subnet. */
export function contains(subnet: Subnet, text: string): boolean {
  const address = addressNumber(text, subnet.family)
  return address !== undefined && address >= subnet.base && address < subnet.base + subnet.size
}

/** Hardware address that follows from an IP address: locally administered, and the same whenever the address is given out again. */
export function macOf(address: bigint): string {
  const low = (address & 0xffff_ffffn).toString(16).padStart(8, '0')
  // Bits above the 32nd, of IPv6, are folded into the fifth byte.
  const high = Number((address >> 32n) % 251n)
  return `02:${high.toString(16).padStart(2, '0')}:${(low.match(/../g) as string[]).join(':')}`
}

/** A subnet of a network, and the address of its gateway. */
export interface Range {
  readonly family: 4 | 6
  readonly subnet: string
  readonly gateway: string
}

/** An address of a container: its prefix length, and the gateway of its default route. */
export interface AssignedAddress {
  readonly family: 4 | 6
  readonly address: string
  readonly length: number
  readonly gateway?: string
}

/** The link-local address that a link with this hardware address gives itself (RFC 4291, appendix A). */
export function linkLocalOf(mac: string): string {
  const [first = 0, ...rest] = mac.split(':').map((part) => Number.parseInt(part, 16))
  const bytes = [first ^ 2, ...rest.slice(0, 2), 0xff, 0xfe, ...rest.slice(2)]
  return addressText((0xfe80n << 112n) | bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n), 6)
}

/** The family of an address. */
export function familyOf(text: string): 4 | 6 {
  return text.includes(':') ? 6 : 4
}

/** An address with its prefix length: '172.18.0.2/16'. */
export function cidr({ address, length }: AssignedAddress): string {
  return `${address}/${length}`
}

/** The first address of each family, under the names that the public API gives them. */
export function firstAddresses(addresses: readonly AssignedAddress[]): { address?: string; address6?: string } {
  const four = addresses.find(({ family }) => family === 4)?.address
  const six = addresses.find(({ family }) => family === 6)?.address
  return { ...(four !== undefined && { address: four }), ...(six !== undefined && { address6: six }) }
}

/** Whether an address is in one of a network's subnets. */
export function addressIsOf({ ranges }: { readonly ranges: readonly Range[] }, text: string): boolean {
  const family = familyOf(text)
  return ranges.some((range) => range.family === family && contains(parseSubnet(range.subnet, family), text))
}

/** What an address must be: a frequent slip is its prefix length. */
export function mustBeAddress(family: number, given: unknown): string {
  const plain = typeof given === 'string' && given.includes('/') ? ' without a prefix length' : ''
  return `must be an IPv${family} address${plain}`
}
