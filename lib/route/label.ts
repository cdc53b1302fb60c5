import { describeValue, InputError, shortened } from '../errors.ts'
import { prefix, setFamily } from '../wire/address.ts'
import { AF_MPLS } from '../wire/af.ts'
import type { Bytes } from '../wire/bytes.ts'
import type { Type } from '../wire/type.ts'

/** Bits of a label (RFC 3032): `rtm_dst_len` of an MPLS route. */
const LABEL_BITS = 20
const MAX_LABEL = 2 ** LABEL_BITS - 1
/** One entry of a stack (struct mpls_label of include/uapi/linux/mpls.h): the label in the upper 20 bits, then the bit of the last entry. */
const SHIFT = 12
const LAST = 1 << 8

/** The labels of a stack, outermost first, `200/300`, as `ip -M route` prints them. */
function stackText(bytes: Bytes, at: number, length: number): string {
  const labels: number[] = []
  for (let start = at; start + 4 <= at + length; start += 4) {
    const entry = bytes.view.getUint32(start, false)
    labels.push(entry >>> SHIFT)
    if ((entry & LAST) !== 0) break
  }
  return labels.join('/')
}

function labelOf(text: string, whole: string): number {
  if (!/^\d+$/.test(text))
    throw new InputError(`must be a label such as '100', or several such as '100/200', not ${describeValue(whole)}`)
  const label = Number(text)
  if (label > MAX_LABEL)
    throw new InputError(`must have labels from 0 to ${MAX_LABEL}, not ${shortened(text)}`, 'range')
  return label
}

/** A stack of MPLS labels. */
export const labels: Type<string> = {
  size: 4,
  read: stackText,
  write(writer, value) {
    if (typeof value !== 'string') throw new InputError(`must be a label such as '100', not ${describeValue(value)}`)
    const parts = value.split('/').map((text) => labelOf(text, value))
    for (const [i, label] of parts.entries()) {
      writer.reserve(4)
      writer.view.setUint32(writer.at, label * 2 ** SHIFT + (i === parts.length - 1 ? LAST : 0), false)
      writer.at += 4
    }
  },
}

/** Offset of `rtm_dst_len` in struct rtmsg. */
const DST_LEN = 1
const address = prefix(DST_LEN)

/** Destination of a route: a prefix or, for MPLS, a label. */
export const destination: Type<string> = {
  ...address,
  read: (bytes, at, length) =>
    bytes.u8[bytes.header] === AF_MPLS ? stackText(bytes, at, length) : address.read(bytes, at, length),
  write(writer, value) {
    if (!isLabel(value)) return address.write(writer, value)
    setFamily(writer, AF_MPLS)
    writer.u8[writer.header + DST_LEN] = LABEL_BITS
    labels.write(writer, value)
  },
}

/**
 * Whether a destination is a label: addresses are never bare numbers. It is called three times for every route; the first dot of an IPv4
 * address is its second, third or fourth character.
 */
export function isLabel(destination: unknown): boolean {
  if (typeof destination !== 'string') return false
  if (destination.charCodeAt(2) === DOT || destination.charCodeAt(3) === DOT || destination.charCodeAt(1) === DOT)
    return false
  return /^\d+$/.test(destination)
}

const DOT = 46
