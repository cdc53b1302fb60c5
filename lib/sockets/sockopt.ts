import { LITTLE } from '../wire/bytes.ts'
import type { Type } from '../wire/type.ts'
import { unwritable } from './unwritable.ts'

/** The bit fields of struct inet_diag_sockopt (include/uapi/linux/inet_diag.h), in order. */
const OPTIONS = [
  'recverr',
  'is_icsk',
  'freebind',
  'hdrincl',
  'mc_loop',
  'transparent',
  'mc_all',
  'nodefrag',
  'bind_address_no_port',
  'recverr_rfc4884',
  'defer_connect',
] as const

/** A socket option that is on; 'is_icsk' marks sockets that have connections, and is not an option. */
export type SocketOption = (typeof OPTIONS)[number]

/** Bit fields begin with the lowest bit on little-endian machines, with the highest on others. */
const bitOf = (place: number) => 1 << (LITTLE ? place & 7 : 7 - (place & 7))

/** Most sockets of a list have the same options: by their bytes. */
const known = new Map<number, SocketOption[]>()

function optionsOf(first: number, second: number): SocketOption[] {
  return OPTIONS.filter((_, place) => ((place < 8 ? first : second) & bitOf(place)) !== 0)
}

export const sockopt: Type<SocketOption[]> = {
  size: 2,
  read({ u8 }, at) {
    const [first, second] = [u8[at] as number, u8[at + 1] as number]
    const key = (first << 8) | second
    const found = known.get(key) ?? optionsOf(first, second)
    known.set(key, found)
    return found.slice()
  },
  write: unwritable,
}
