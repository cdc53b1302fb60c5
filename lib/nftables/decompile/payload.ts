import { BIG } from '../datatype/byteorder.ts'
import { bigInteger, inetService } from '../datatype/table.ts'
import type { Field } from '../protocol/field.ts'
import { inet, unknown } from '../protocol/network.ts'
import { type Base, LINK, type Protocol, TRANSPORT } from '../protocol/protocol.ts'
import { th } from '../protocol/transport.ts'
import { lowestBit, lowestZero } from './bits.ts'
import type { Context } from './context.ts'
import type { Constant, Payload } from './node.ts'

/** Bits of a layer of which nothing more is known; the ports of a transport are told at once. */
export function rawPayload(base: Base, offset: number, bits: number): Payload {
  const isPort = base === TRANSPORT && bits === 16 && (offset === 0 || offset === 16)
  return {
    kind: 'payload',
    type: isPort ? inetService : bigInteger,
    order: BIG,
    bits,
    base,
    offset,
    protocol: isPort ? th : undefined,
    field: isPort ? th.fields[offset / 16] : undefined,
    announces: false,
  }
}

export function isKnown(payload: Payload): boolean {
  return payload.field !== undefined && payload.protocol !== unknown
}

function fieldPayload(protocol: Protocol, field: Field): Payload {
  return {
    kind: 'payload',
    type: field.datatype,
    order: field.byteorder,
    bits: field.length,
    base: protocol.base,
    offset: field.offset,
    protocol,
    field,
    announces: announces(protocol, field),
  }
}

/** Whether the field says what follows: the key of its protocol, or what `meta l4proto` usually stands for. */
function announces(protocol: Protocol, field: Field): boolean {
  if (protocol.key !== undefined) return protocol.key === field.token
  return (
    (protocol.name === 'ip' && field.token === 'protocol') || (protocol.name === 'ip6' && field.token === 'nexthdr')
  )
}

/** The header that a place of the link layer is in, and the bits of the headers in front of it. */
function headerAt(context: Context, top: Protocol, { base, offset }: Payload): { protocol: Protocol; skipped: number } {
  if (base !== LINK || offset < (top.length ?? 0)) return { protocol: top, skipped: 0 }
  let skipped = 0
  for (const protocol of context.stacked) {
    const length = protocol.length ?? 0
    if (offset - skipped < length) return { protocol, skipped }
    skipped += length
  }
  return { protocol: top, skipped }
}

/** The field means this only in other messages than the one that the rule speaks of. */
function isOtherMessage(context: Context, field: Field): boolean {
  return field.messages !== undefined && context.message !== 0 && !field.messages.includes(context.message)
}

/** Finds out which field these bits are, where they are one. */
export function completePayload(context: Context, payload: Payload): void {
  const top = context.layers[payload.base]
  if (!top || top === inet) return
  const { protocol, skipped } = headerAt(context, top, payload)
  const offset = payload.offset - skipped
  for (const field of protocol.fields) {
    if (field.offset !== offset || field.length !== payload.bits || isOtherMessage(context, field)) continue
    payload.protocol = protocol
    payload.field = field
    payload.type = field.datatype
    payload.order = field.byteorder
    return
  }
}

/**
 * Where a mask only cuts fields out of whole bytes: moves the payload to these fields, and returns by how much their
 * values are shifted; undefined where the mask means something of its own.
 */
export function trimPayload(context: Context, payload: Payload, mask: Constant): number | undefined {
  const top = context.layers[payload.base]
  if (!top) return undefined
  const { protocol, skipped } = headerAt(context, top, payload)
  if (mask.value === 0n) return undefined
  const shift = lowestBit(mask.value)
  const end = lowestZero(mask.value, shift + 1)
  const lead = Math.ceil(mask.bits / 8) * 8 - end
  const bits = fieldsFrom(protocol, payload.offset - skipped + lead, payload.bits, end - shift)
  if (bits === undefined) return undefined
  payload.offset += lead
  payload.bits = bits
  return shift
}

/** The bits of adjacent fields from `offset` on when they are `wanted`, and fewer than `room`. */
function fieldsFrom(protocol: Protocol, offset: number, room: number, wanted: number): number | undefined {
  let at = offset
  let sum = 0
  for (const field of protocol.fields) {
    if (field.offset !== at) continue
    if (sum + field.length >= room) return undefined
    at += field.length
    sum += field.length
    if (sum === wanted) return sum
  }
  return undefined
}

/** The fields that one load of adjacent bytes stands for; bits that are no field come last. */
export function expandPayload(context: Context, payload: Payload): Payload[] {
  const top = context.layers[payload.base]
  if (!top || top === unknown) return [rawPayload(payload.base, payload.offset, payload.bits)]
  const { protocol, skipped } = headerAt(context, top, payload)
  const found: Payload[] = []
  let offset = payload.offset - skipped
  let bits = payload.bits
  for (const field of protocol.fields) {
    if (field.offset !== offset || isOtherMessage(context, field)) continue
    const part = fieldPayload(protocol, field)
    if (field.length > bits) return [...found, { ...part, bits }]
    found.push(part)
    offset += field.length
    bits -= field.length
    if (bits === 0) return found
  }
  return [...found, rawPayload(payload.base, payload.offset + payload.bits - bits, bits)]
}

/** Whether two payloads are the same bits of the same header. */
export function samePayload(a: Payload, b: Payload): boolean {
  return a.base === b.base && a.offset === b.offset && a.field === b.field && a.protocol === b.protocol
}
