import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { builtin } from '../builtin.ts'
import { NetlinkError } from '../errors.ts'

/** An address of a host, and its family. */
export interface Target {
  address: string
  family: 4 | 6
}

/** Options of `net.connect` for resolving names. */
export interface Resolving {
  family?: number | undefined
  hints?: number | undefined
  lookup?: LookupFunction | undefined
  /** Whether to return all addresses, or the first one. */
  all: boolean
}

/**
 * The addresses of a host, resolved in the namespace of the process: a new namespace rarely has a name server. A literal address is
 * returned unchanged.
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

/** Checks the result of the caller's lookup function. */
function target(address: string): Target[] {
  const family = builtin.net().isIP(address)
  return family === 4 || family === 6 ? [{ address, family }] : []
}

/** Alternates families, beginning with that of the first address, as Node does. */
export function interleave(targets: readonly Target[]): Target[] {
  const first = targets.filter(({ family }) => family === targets[0]?.family)
  const second = targets.filter(({ family }) => family !== targets[0]?.family)
  return Array.from({ length: Math.max(first.length, second.length) }, (_, i) => [first[i], second[i]])
    .flat()
    .filter((one) => one !== undefined)
}
