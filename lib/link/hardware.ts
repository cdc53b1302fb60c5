import { ETHERNET_BYTES, hardware, hardwareBytes, wrongLength } from '../wire/hardware.ts'
import type { Type } from '../wire/type.ts'
import { ARPHRD } from './arphrd.ts'

/** Hardware types whose address is an IPv4 or IPv6 address, printed as such by `ip` (ll_addr_n2a() in iproute2). */
const TUNNELS4: readonly number[] = [ARPHRD.tunnel, ARPHRD.sit, ARPHRD.ipgre]
const TUNNELS6: readonly number[] = [ARPHRD.tunnel6, ARPHRD.ip6gre]

/** A hardware address in a link message, whose header contains the hardware type (`ifi_type`). */
export const linkAddress: Type<string> = hardware((bytes, length) =>
  (length === 4 ? TUNNELS4 : TUNNELS6).includes(bytes.u16[(bytes.header + 2) >> 1] as number),
)

interface Addresses {
  readonly address?: unknown
  readonly broadcast?: unknown
}

const FIELDS = ['address', 'broadcast'] as const

/** The first address that is not 6 bytes long: whether its length is valid depends on the link. */
export function unusualAddress(given: Addresses): (typeof FIELDS)[number] | undefined {
  return FIELDS.find((key) => {
    const bytes = hardwareBytes(given[key])
    return bytes !== undefined && bytes !== ETHERNET_BYTES
  })
}

/** Throws if the length of an address differs from the link's: the kernel truncates longer ones, and refuses shorter ones without a reason. */
export function checkAddresses(given: Addresses, link: { readonly address?: string }): void {
  checkLengths(given, hardwareBytes(link.address) ?? 0)
}

function checkLengths(given: Addresses, expected: number): void {
  for (const key of FIELDS) {
    const bytes = hardwareBytes(given[key])
    if (bytes !== undefined && bytes !== expected) throw wrongLength(given[key], bytes, expected).under(key)
  }
}

/** Kinds that are always Ethernet, whatever their lower link: ether_setup() in net/ethernet/eth.c. */
const ETHERNET = new Set([
  ...['batadv', 'bond', 'bridge', 'dummy', 'erspan', 'geneve', 'gretap', 'hsr', 'ifb', 'ip6erspan', 'ip6gretap'],
  ...['ipvlan', 'ipvtap', 'macsec'],
  ...['macvlan', 'macvtap', 'netdevsim', 'team', 'veth', 'vlan', 'vrf', 'vxlan'],
])

/** Throws if the length of an address does not fit the kind of the new link. */
export function checkNewAddresses(given: Addresses, kind: unknown): void {
  if (typeof kind === 'string' && ETHERNET.has(kind)) checkLengths(given, ETHERNET_BYTES)
}
