import { describeValue, InputError } from '../errors.ts'
import type { Type } from '../wire/type.ts'

const WORD = 32n
const LOWER = 0xffff_ffffn
const MOST = 0xffff_ffff_ffff_ffffn

/** As many bits as there are: INET_DIAG_NOCOOKIE, by which any socket is meant. */
export const NO_COOKIE = '0xffffffffffffffff'

function parsed(value: string | number | bigint): bigint {
  const isText = typeof value === 'string' && /^(0x[0-9a-f]+|\d+)$/i.test(value)
  if (!isText && typeof value !== 'bigint' && !Number.isSafeInteger(value))
    throw new InputError(`must be an identifier such as '0x5', not ${describeValue(value)}`)
  const number = BigInt(value)
  if (number < 0n || number > MOST) throw new InputError(`must be from 0 to ${MOST}, not ${number}`, 'range')
  return number
}

/**
 * The cookie of a socket, its identity as long as it exists: two words, the lower one first whatever the byte order of the machine
 * (sock_diag_save_cookie in net/core/sock_diag.c).
 */
export const cookie: Type<string, string | number | bigint> = {
  size: 8,
  alignment: 4,
  read({ u32 }, at) {
    const low = u32[at >> 2] as number
    const high = u32[(at >> 2) + 1] as number
    return high === 0 ? `0x${low.toString(16)}` : `0x${((BigInt(high) << WORD) | BigInt(low)).toString(16)}`
  },
  write(writer, value) {
    const number = parsed(value)
    writer.reserve(8)
    writer.u32[writer.at >> 2] = Number(number & LOWER)
    writer.u32[(writer.at >> 2) + 1] = Number(number >> WORD)
    writer.at += 8
  },
}
