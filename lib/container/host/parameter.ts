import type { NetlinkError } from '../../errors.ts'
import type { Link } from '../../link/index.ts'
import type { Netns, SysctlsError } from '../../netns/index.ts'
import type { NetworkConfig } from '../config.ts'

/** Kernel parameters of one link, by the names that a link lists them under: those of IPv4 are set by netlink, those of IPv6 below /proc/sys. */
export interface LinkParameters {
  readonly inet: Readonly<Record<string, number>>
  readonly inet6: Readonly<Record<string, number>>
}

/** IPv6 is off where the network has none: nothing else keeps the kernel from taking a container for a router. */
const WITHOUT_INET6 = { disableIpv6: 1 }

/**
 * Router advertisements and redirects are ignored: no container is a router. Link-local addresses are there at once: each is the only one of its kind on
 * its veth pair, or chosen.
 */
const INET6 = { disableIpv6: 0, acceptDad: 0, acceptRa: 0, acceptRedirects: 0, autoconf: 0 }

function hasInet6({ ranges }: NetworkConfig): boolean {
  return ranges.some(({ family }) => family === 6)
}

/** Where the host speaks to containers: its bridge, or without one each of its ends. */
export function hostParameters(config: NetworkConfig): LinkParameters {
  return { inet: { acceptRedirects: 0 }, inet6: hasInet6(config) ? INET6 : WITHOUT_INET6 }
}

/**
 * Ports of the bridge carry frames and have no addresses. A frame to one of the groups that no bridge passes on (01:80:c2:00:00:0X) reaches the host by
 * the port itself (br_handle_frame in net/bridge/br_input.c), past the firewall's rules for the bridge: so the port has no addresses.
 */
export const PORT_PARAMETERS: LinkParameters = {
  inet: { acceptRedirects: 0, arpIgnore: 8, dropUnicastInL2Multicast: 1 },
  inet6: WITHOUT_INET6,
}

/** What the host's end of a veth pair is set to. */
export function endParameters(config: NetworkConfig): LinkParameters {
  return config.mode === 'bridge' ? PORT_PARAMETERS : hostParameters(config)
}

/** The guard against spoofing allows the link-local address that follows from the hardware address (IN6_ADDR_GEN_MODE_EUI64), no other. */
const GUARDED = { addrGenMode: 0 }

/** The container's end: likewise, and neighbours learn at once who has the address now. */
export function insideParameters(config: NetworkConfig): LinkParameters {
  const own = { ...INET6, ...(config.spoofGuard ? GUARDED : {}), ndiscNotify: 1 }
  const inet6 = hasInet6(config) ? own : WITHOUT_INET6
  return { inet: { acceptRedirects: 0, arpNotify: 1 }, inet6 }
}

/** The name of a parameter below /proc/sys. */
function fileOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

export function sysctlsOf(link: string, { inet6 }: LinkParameters): Record<string, number> {
  return Object.fromEntries(
    Object.entries(inet6).map(([key, value]) => [`net/ipv6/conf/${link}/${fileOf(key)}`, value]),
  )
}

/**
 * Sets parameters below /proc/sys. Those that are not there are IPv6's, where the kernel has none, or none for a link with so small an MTU; where
 * the files cannot be written, it is enough that they are as they should be.
 */
export async function setSysctls(netns: Netns, values: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, error] of Object.entries(await refusedSysctls(netns, values))) {
    if (error.code === 'ENOENT') continue
    if (!(await isAlready(netns, name, values[name] as number, error))) throw error
  }
}

/** The error of each parameter that could not be set. */
async function refusedSysctls(netns: Netns, values: Readonly<Record<string, number>>): Promise<SysctlsError['errors']> {
  try {
    await netns.setSysctls(values)
    return {}
  } catch (thrown) {
    const errors = (thrown as Partial<SysctlsError>).errors
    if (errors === undefined) throw thrown
    return errors
  }
}

async function isAlready(netns: Netns, name: string, value: number, { code }: NetlinkError): Promise<boolean> {
  return ['EROFS', 'EACCES'].includes(code) && (await netns.getSysctl(name)) === String(value)
}

/** The parameters that a link has otherwise: the name of each as sysctl has it, and both values. */
export function deviations(link: Link | undefined, { inet, inet6 }: LinkParameters): Deviation[] {
  if (link === undefined) return []
  const { inet: four, inet6: six } = link.afSpec ?? {}
  return [
    ...unequal(`net/ipv4/conf/${link.name}`, inet, four?.conf as Values | undefined),
    ...unequal(`net/ipv6/conf/${link.name}`, inet6, six?.conf as Values | undefined),
  ]
}

export interface Deviation {
  readonly name: string
  readonly expected: number
  readonly found: number
}

type Values = Readonly<Record<string, number>>

function unequal(folder: string, wanted: Values, found: Values | undefined): Deviation[] {
  if (found === undefined) return []
  return Object.entries(wanted).flatMap(([key, expected]) => {
    const value = found[key]
    return value === undefined || value === expected
      ? []
      : [{ name: `${folder}/${fileOf(key)}`, expected, found: value }]
  })
}
