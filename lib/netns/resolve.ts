import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { builtin } from '../builtin.ts'
import { NetlinkError } from '../errors.ts'

/** An address of the host, and its family. */
export interface Target {
  address: string
  family: 4 | 6
}

/** How a name becomes addresses: the options of `net.connect` that say so. */
export interface Resolving {
  family?: number | undefined
  hints?: number | undefined
  lookup?: LookupFunction | undefined
  /** Whether every address is asked for, or the first one. */
  all: boolean
}

/**
 * The addresses behind a host, resolved where the process lives: a name server is rarely inside a new namespace. A literal address
 * is itself.
 */
export async function resolveHost(operation: string, host: string, options: Resolving): Promise<Target[]> {
  const literal = builtin.net().isIP(host)
  if (literal === 4 || literal === 6) return [{ address: host, family: literal }]
  const { family = 0, hints = 0, lookup = builtin.dns().lookup as LookupFunction, all } = options
  const found = await new Promise<string | LookupAddress[]>((resolve, reject) => {
    lookup(host, { family: family as 0, hints, all }, (error, address) => {
      if (error) reject(error)
      else resolve(address)
    })
  })
  const targets = (typeof found === 'string' ? [found] : found.map(({ address }) => address)).flatMap(target)
  if (targets.length === 0)
    throw new NetlinkError({ code: 'ENOTFOUND', operation, reason: `lookup of ${host} found no address` })
  return targets
}

/** What a lookup function of the caller's calls an address may be none. */
function target(address: string): Target[] {
  const family = builtin.net().isIP(address)
  return family === 4 || family === 6 ? [{ address, family }] : []
}

/** Families by turns, the first one's first: how Node orders what it tries. */
export function interleave(targets: readonly Target[]): Target[] {
  const first = targets.filter(({ family }) => family === targets[0]?.family)
  const second = targets.filter(({ family }) => family !== targets[0]?.family)
  return Array.from({ length: Math.max(first.length, second.length) }, (_, i) => [first[i], second[i]])
    .flat()
    .filter((one) => one !== undefined)
}
