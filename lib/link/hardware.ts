import { ETHERNET_BYTES, hardware, hardwareBytes, wrongLength } from '../wire/hardware.ts'
import type { Type } from '../wire/type.ts'
import { ARPHRD } from './arphrd.ts'

/** Links whose hardware address is an IPv4 or an IPv6 address, as `ip` shows it (ll_addr_n2a() of iproute2). */
const TUNNELS4: readonly number[] = [ARPHRD.tunnel, ARPHRD.sit, ARPHRD.ipgre]
const TUNNELS6: readonly number[] = [ARPHRD.tunnel6, ARPHRD.ip6gre]

/** A hardware address in a message about a link, whose type (`ifi_type`) stands in the header. */
export const linkAddress: Type<string> = hardware((bytes, length) =>
  (length === 4 ? TUNNELS4 : TUNNELS6).includes(bytes.u16[(bytes.header + 2) >> 1] as number),
)

interface Addresses {
  readonly address?: unknown
  readonly broadcast?: unknown
}

const FIELDS = ['address', 'broadcast'] as const

/** The first address that is not as long as those of almost every link: whether it fits, only the link can say. */
export function unusualAddress(given: Addresses): (typeof FIELDS)[number] | undefined {
  return FIELDS.find((key) => {
    const bytes = hardwareBytes(given[key])
    return bytes !== undefined && bytes !== ETHERNET_BYTES
  })
}

/** Throws where an address is longer or shorter than those of the link: the kernel cuts the one and refuses the other without saying why. */
export function checkAddresses(given: Addresses, link: { readonly address?: string }): void {
  checkLengths(given, hardwareBytes(link.address) ?? 0)
}

function checkLengths(given: Addresses, expected: number): void {
  for (const key of FIELDS) {
    const bytes = hardwareBytes(given[key])
    if (bytes !== undefined && bytes !== expected) throw wrongLength(given[key], bytes, expected).under(key)
  }
}

/** Kinds that are Ethernet, whatever they are made on: ether_setup() of net/ethernet/eth.c. */
const ETHERNET = new Set([
  ...['bond', 'bridge', 'dummy', 'erspan', 'geneve', 'gretap', 'hsr', 'ifb', 'ip6gretap', 'ipvlan', 'ipvtap', 'macsec'],
  ...['macvlan', 'macvtap', 'netdevsim', 'team', 'veth', 'vlan', 'vrf', 'vxlan'],
])

/** Throws where an address does not fit the kind that is to be made. */
export function checkNewAddresses(given: Addresses, kind: unknown): void {
  if (typeof kind === 'string' && ETHERNET.has(kind)) checkLengths(given, ETHERNET_BYTES)
}
