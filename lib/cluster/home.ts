import { kernelError, NetlinkError } from '../errors.ts'
import type { Netlink } from '../netlink/index.ts'

/** Where the other nodes reach this host. */
export interface Home {
  readonly publicAddress: string
  /** Index of the link that has the address. */
  readonly link: number
  /** MTU of that link, in bytes. */
  readonly mtu: number
}

/** An address of TEST-NET-2 (RFC 5737), which only the default route leads to. No packet is sent to it. */
const ELSEWHERE = '198.51.100.1'

const EADDRNOTAVAIL = -99

/** Finds the link of the public address; by default the address from which this host reaches others. */
export async function findHome(operation: string, nl: Netlink, given: string | undefined): Promise<Home> {
  const publicAddress = given ?? (await sourceAddress(operation, nl))
  const addresses = await nl.listAddresses({ family: 'inet' })
  const found = addresses.find(({ address }) => address.split('/')[0] === publicAddress)
  if (found === undefined) {
    const reason = `no link of this host has the address ${publicAddress}`
    throw kernelError(operation, EADDRNOTAVAIL, { reason, attribute: 'publicAddress' })
  }
  const { mtu } = await nl.getLink(found.link)
  return { publicAddress, link: found.link, mtu: mtu ?? 1500 }
}

async function sourceAddress(operation: string, nl: Netlink): Promise<string> {
  try {
    const { prefsrc } = await nl.lookupRoute({ dst: ELSEWHERE })
    if (prefsrc !== undefined) return prefsrc
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError)) throw thrown
  }
  throw new TypeError(`${operation}: publicAddress is missing; this host has no default route from which to take it`)
}
