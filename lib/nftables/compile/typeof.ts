import { integer as integerType } from '../datatype/table.ts'
import { OP_IPV6 } from '../protocol/extension.ts'
import { LINK, TRANSPORT } from '../protocol/protocol.ts'
import { numberRecord, writeUserdata } from '../selector/userdata.ts'
import type { ExthdrNode, HashNode, LoadNode, Node, PayloadNode } from './node.ts'

/** The record of userdata that says of which expression a set's key is made: its kind (nft's `enum expr_types`) and records of it. */
const KIND = 0
const DATA = 1

const PAYLOAD = 7
const EXTHDR = 8
const CONCAT = 13
const HASH = 24

/** nft's numbers of the kinds that one expression loads, and what it keeps of each. */
const loads: Readonly<
  Partial<Record<LoadNode['load']['name'], readonly [kind: number, numbers: (load: never) => (number | undefined)[]]>>
> = {
  meta: [9, ({ key }: { key: number }) => [key]],
  socket: [10, ({ key }: { key: number }) => [key]],
  osf: [11, () => []],
  ct: [12, ({ key, dir = NO_DIRECTION }: { key: number; dir?: number }) => [key, dir]],
  numgen: [23, ({ type, modulus, offset = 0 }: Numbers) => [type, modulus, offset]],
  hash: [HASH, ({ type, offset = 0, modulus }: Numbers) => [type, offset, modulus, 0, 0]],
  rt: [25, ({ key }: { key: number }) => [key]],
  fib: [26, ({ result, flags }: { result: number; flags: number }) => [result, flags]],
  xfrm: [27, ({ key, spnum, dir }: { key: number; spnum: number; dir: number }) => [key, spnum, dir]],
}

interface Numbers {
  type: number
  modulus: number
  offset?: number
}

const NO_DIRECTION = 0xffffffff

/** NFTA_FIB_F_SADDR */
const FIB_SADDR = 1

const VERDICT = 1

/** Without it nft does not look at what was said of the key of an anonymous map of verdicts. */
export const verdictRecord = writeUserdata(nested(VERDICT, []))

/** The length of a record is one byte, and all records of a set have 256. */
const LONGEST = 200

/**
 * What the userdata of a set say of its key; undefined where nft says nothing (calculations, bits of bytes), or where it does
 * not fit.
 */
export function typeofRecord(node: Node): Uint8Array | undefined {
  const records = describe(node)
  const bytes = records && writeUserdata(records)
  return bytes && bytes.length <= LONGEST ? bytes : undefined
}

/** Records of userdata that describe one expression. */
export type Description = (readonly [number, Uint8Array])[]

function describe(node: Node): Description | undefined {
  switch (node.kind) {
    case 'payload':
      return description(PAYLOAD, payloadNumbers(node))
    case 'exthdr':
      return exthdr(node)
    case 'load': {
      const [kind, numbers] = loads[node.load.name] ?? []
      return kind === undefined ? undefined : description(kind, numbers?.(node.load as never) ?? [])
    }
    case 'hash':
      return description(HASH, hashNumbers(node))
    case 'concat':
      return concat(node.parts)
    default:
      return undefined
  }
}

/** One that loads a key of nft's, without direction or address. */
export function describeKey(name: 'meta' | 'ct' | 'socket' | 'fib', key: number): Description {
  const [kind, numbers] = loads[name] ?? []
  return description(kind as number, numbers?.({ key, result: key, flags: FIB_SADDR } as never) ?? [])
}

/** A field of a header. */
export function describePayload(protocol: { id: number }, field: { id: number }): Description {
  return description(PAYLOAD, [protocol.id, field.id])
}

/** The first bits of the link layer's header. */
export function describeRaw(bits: number): Description {
  return description(PAYLOAD, [0, 0, LINK, 0, bits])
}

/** A field of an extension header of IPv6. */
export function describeOption(extension: { id: number }, field: { id: number }): Description {
  return extensionRecords(OP_IPV6, extension.id, field.id)
}

/** A record for each number that there is, counted from 0. */
function description(kind: number, numbers: readonly (number | undefined)[]): Description {
  const records: Description = []
  for (const [type, number] of numbers.entries()) if (number !== undefined) records.push([type, numberRecord(number)])
  return nested(kind, records)
}

function nested(kind: number, records: Description): Description {
  return [
    [KIND, numberRecord(kind)],
    [DATA, writeUserdata(records)],
  ]
}

/** nft's number of the protocol of ports, whoever has them. */
const PORTS = 11

/** A field by the numbers of its protocol and of itself; raw bits by their place. */
function payloadNumbers({ protocol, field, base, offset, length, datatype }: PayloadNode): (number | undefined)[] {
  const bits = datatype.id === integerType.id ? length : undefined
  if (protocol && field) return [protocol.id, field.id, undefined, undefined, bits]
  if (base === TRANSPORT && length === 16 && (offset === 0 || offset === 16)) return [PORTS, 1 + offset / 16]
  return [0, 0, base, offset, bits]
}

/** Extension headers have a number of nft's, options that of the kernel. */
function exthdr({ extension, op, type, offset, length }: ExthdrNode): Description | undefined {
  const field = extension?.fields.find((candidate) => candidate.offset === offset && candidate.length === length)
  if (!extension || !field) return undefined
  return extensionRecords(op, op === OP_IPV6 ? extension.id : type, field.id)
}

function extensionRecords(op: number, number: number, field: number): Description {
  const records: Description = [
    [1, numberRecord(field)],
    ...(op === OP_IPV6 ? [] : [[2, numberRecord(op)] as const]),
    [0, numberRecord(number)],
  ]
  return nested(EXTHDR, records)
}

function hashNumbers({ offset, modulus, seed }: HashNode): number[] {
  return [0, offset, modulus, seed ?? 0, seed === undefined ? 0 : 1]
}

/** The parts up to the first of which nothing can be said. Bits of a part are told as the whole. */
function concat(parts: readonly Node[]): Description {
  const found: Description[] = []
  for (const part of parts) {
    const one = describe(part.kind === 'binary' ? part.left : part)
    if (!one) break
    found.push(one)
  }
  return describeParts(found)
}

/** A concatenation of what is described. */
export function describeParts(parts: readonly Description[]): Description {
  return nested(
    CONCAT,
    parts.map((part, index) => [index, writeUserdata(part)] as const),
  )
}
