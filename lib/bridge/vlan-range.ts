import { describeValue, InputError } from '../errors.ts'

/** A VLAN, 1 to 4094, or a range of them, '20-25'. */
export type VlanRange = number | `${number}-${number}`

/** The first and the last VLAN of a range. */
export interface Vlans {
  readonly first: number
  readonly last: number
}

const LEAST = 1
/** VLAN_VID_MASK - 1 of include/linux/if_vlan.h: 4095 is reserved. */
const MOST = 4094

/** Reads a VLAN or a range. */
export function vlansOf(value: unknown): Vlans {
  if (typeof value === 'number') return checked(value, value, value)
  const [, first, last] = (typeof value === 'string' ? /^(\d{1,4})-(\d{1,4})$/.exec(value) : undefined) ?? []
  if (first !== undefined && last !== undefined) return checked(Number(first), Number(last), value)
  const meant = typeof value === 'string' && /^\d{1,4}$/.test(value) ? `; did you mean ${Number(value)}?` : ''
  throw new InputError(
    `must be a VLAN from ${LEAST} to ${MOST}, or a range such as '20-25', not ${describeValue(value)}${meant}`,
  )
}

function checked(first: number, last: number, value: unknown): Vlans {
  const within = [first, last].every((vid) => Number.isInteger(vid) && vid >= LEAST && vid <= MOST)
  if (!within)
    throw new InputError(
      `must be a VLAN from ${LEAST} to ${MOST}, or a range of these, not ${describeValue(value)}`,
      'range',
    )
  if (first > last) throw new InputError(`must begin with the lower VLAN, not ${describeValue(value)}`, 'range')
  return { first, last }
}

/** A range as it is listed. */
export function rangeText({ first, last }: Vlans): VlanRange {
  return first === last ? first : `${first}-${last}`
}

/** The VLANs of a range. */
export function eachOf({ first, last }: Vlans): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
