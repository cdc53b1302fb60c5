import { type Address, listAddresses } from '../address/address.ts'
import { answered } from '../transport/answer.ts'
import { watchedOf } from '../verb/listing.ts'
import type { Bytes } from '../wire/bytes.ts'
import { portAt } from '../wire/header.ts'
import type { Circumstances } from './consumer.ts'

interface Moving {
  event?: unknown
  newNetnsid?: number
  newIfindex?: number
}

/** What an event says besides the object: whether this handle caused it, and where a link moved. */
export function ownAt(bytes: Bytes, at: number, port: number, item: Moving): Circumstances {
  // Only events have it, and a list does not.
  if (item.event !== undefined) delete item.event
  const own = portAt(bytes, at) === port && port !== 0 ? ({ own: true } as const) : undefined
  const { newNetnsid: nsid, newIfindex: index } = item
  if (nsid === undefined || index === undefined) return own ?? NONE
  return { ...own, moved: { nsid, index } }
}

const NONE: Circumstances = {}

const addresses = watchedOf(listAddresses).ask('watch', {})

/** The address in an event of one, without its prefix length. */
export function addressOf(bytes: Bytes, at: number): string {
  const { address } = answered(addresses.verb, bytes, at) as Address
  return address.slice(0, address.indexOf('/'))
}
