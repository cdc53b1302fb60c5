import { NetlinkError } from '../../errors.ts'
import type { NetworkContext } from '../network/context.ts'
import { AddressLease, type Line } from '../state/address-lease.ts'
import type { Pool } from '../state/pool.ts'
import { type AssignedAddress, BITS, contains, rangeOf, type Subnet } from '../subnet.ts'
import type { AttachConfig, WantedAddress } from './options.ts'

/** The first line of the file of an address; `primary` is the first address, whose file is locked. */
export type LeaseLine = (file: string, primary: string, foreign: boolean) => string

/** The addresses of a container, and their leases, in the same order. */
export interface Allocation {
  readonly addresses: readonly AssignedAddress[]
  readonly leases: readonly AddressLease[]
}

/** One address to lease: of a subnet of the network, or one that the caller assigns. */
interface Request {
  readonly option: string
  readonly wanted: WantedAddress | undefined
  readonly pool: Pool | undefined
}

/** Leases one address of each subnet, or those that the caller assigns: all of them, or none. */
export function allocate(
  context: NetworkContext,
  wanted: AttachConfig,
  line: LeaseLine,
  operation: string,
): Allocation {
  const requests = requestsOf(context, wanted, operation)
  const leases: AddressLease[] = []
  try {
    for (const request of requests) leases.push(lease(context, request, line, leases[0]?.address, operation))
  } catch (thrown) {
    for (const one of leases) one.release()
    throw thrown
  }
  return { leases, addresses: requests.map((request, i) => assigned(context, request, leases[i] as AddressLease)) }
}

function requestsOf({ pools }: NetworkContext, wanted: AttachConfig, operation: string): Request[] {
  if (wanted.addresses !== undefined)
    return wanted.addresses.map((one, i) => requestOf(pools, one, `addresses[${i}]`, operation))
  for (const [family, option] of [[4, 'address'] as const, [6, 'address6'] as const]) {
    if (wanted[option] !== undefined && !pools.some(({ subnet }) => subnet.family === family))
      throw new TypeError(`${operation}: ${option} is not allowed here: the network has no IPv${family} subnet`)
  }
  return pools.map((pool) => {
    const { option, subnet } = pool
    const address = wanted[option]
    return { option, pool, wanted: address === undefined ? undefined : { family: subnet.family, address } }
  })
}

function requestOf(pools: readonly Pool[], wanted: WantedAddress, at: string, operation: string): Request {
  const { family, address, length, gateway } = wanted
  const pool = pools.find(({ subnet }) => subnet.family === family && contains(subnet, address))
  if (pool === undefined && length === undefined)
    throw new TypeError(`${operation}: ${at}.address must have a prefix length outside the subnets of the network`)
  const prefix = pool !== undefined && length === undefined ? pool.subnet : rangeOf(`${address}/${length}`)
  if (gateway !== undefined && !contains(prefix as Subnet, gateway))
    throw new RangeError(`${operation}: ${at}.gateway must be in the prefix of ${address}, not ${gateway}`)
  return { option: `${at}.address`, wanted, pool }
}

function lease(
  { folder }: NetworkContext,
  { option, wanted, pool }: Request,
  line: LeaseLine,
  primary: string | undefined,
  operation: string,
): AddressLease {
  const own: Line = (file) => line(file, primary ?? file, pool === undefined)
  if (pool !== undefined) return pool.take(wanted?.address, own, option)
  const { address } = wanted as WantedAddress
  const made = AddressLease.make(folder.path, address, own)
  if (made !== undefined) return made
  const reason = `${address} is in use by another container`
  throw new NetlinkError({ code: 'EADDRINUSE', operation, reason, attribute: option })
}

/** Without a bridge there are no neighbours, and an internal network leads nowhere. */
function assigned({ config }: NetworkContext, { wanted, pool }: Request, { address }: AddressLease): AssignedAddress {
  const family = pool?.subnet.family ?? (wanted as WantedAddress).family
  const length = config.mode === 'ptp' ? BITS[family] : (wanted?.length ?? pool?.subnet.length ?? BITS[family])
  const gateway = wanted?.gateway ?? pool?.gateway
  return { family, address, length, ...(gateway !== undefined && !config.internal && { gateway }) }
}
