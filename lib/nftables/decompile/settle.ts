import { HOST } from '../datatype/byteorder.ts'
import { hostInteger, inetService, ipv4Address, ipv6Address } from '../datatype/table.ts'
import { ip, ip6 } from '../protocol/network.ts'
import { NETWORK, TRANSPORT } from '../protocol/protocol.ts'
import { CT_DST, CT_PROTO_DST, CT_PROTO_SRC, CT_SRC } from '../selector/ct.ts'
import { setBits } from './bits.ts'
import type { Context } from './context.ts'
import { dropImplied, dropImpliedByOption } from './dependency.ts'
import {
  type Binary,
  binary,
  type Concat,
  type Constant,
  isReversed,
  type Node,
  reversed,
  type Selector,
  setType,
  swappedOrder,
  word,
} from './node.ts'
import { trimOption } from './option.ts'
import { completePayload, trimPayload } from './payload.ts'

/** Reads a node in the light of what the rule has said; the result stands for it. */
export function settle(context: Context, node: Node, inKey = false): Node {
  switch (node.kind) {
    case 'constant':
      return settleConstant(node)
    case 'payload':
      completePayload(context, node)
      dropImplied(context, node)
      return node
    case 'option':
      dropImpliedByOption(context, node)
      return node
    case 'ct':
      typeCt(context, node)
      return node
    case 'swap':
      node.of = settle(context, node.of, inKey)
      setType(node, node.of.type, swappedOrder(node.of.order))
      node.bits = node.of.bits
      return node
    case 'binary':
      return settleBinary(context, node, inKey)
    case 'map':
      node.key = settleMapKey(context, node.key, node.data)
      node.data.sought = node.key
      return node
    case 'concat':
      return settleConcat(context, node)
    case 'range':
      node.from = settle(context, node.from)
      node.to = settle(context, node.to)
      return node
    case 'prefix':
      node.of = settle(context, node.of)
      return node
    case 'source':
      if (node.hashed) node.hashed = settle(context, node.hashed)
      return node
    default:
      return node
  }
}

/** Reads the bytes in their own order; text becomes a word, bits become flags. */
export function settleConstant(node: Constant): Node {
  if (node.type.base === 'string') return settleText(node)
  if (isReversed(node.order)) node.value = reversed(node.value, node.bits)
  return node.type.base === 'bitmask' && node.type.name !== 'bitmask' ? flags(node) : node
}

/** Text that fills its field is the beginning of a name; a star of its own is escaped. */
function settleText(node: Constant): Node {
  const text = node.type.print(node.value, node.bits, undefined as never) as string
  if ((node.value & 0xffn) !== 0n) return word(`${text}*`)
  return word(text.endsWith('*') ? `${text.slice(0, -1)}\\*` : text)
}

/** Several bits are shown as one flag or another. */
export function flags(node: Constant): Node {
  const places = setBits(node.value)
  if (places.length <= 1) return node
  const flag = (place: number): Node => ({ ...node, value: 1n << BigInt(place) })
  return places.slice(1).reduce<Node>((all, place) => binary('|', all, flag(place)), flag(places[0] as number))
}

function settleConcat(context: Context, node: Concat): Concat {
  node.parts = node.parts.map((part, index) => {
    const type = node.types?.[index]
    if (type) setType(part, type, type.byteorder)
    return settle(context, part, true)
  })
  node.types = node.parts.map((part) => part.type)
  return node
}

function settleBinary(context: Context, node: Binary, inKey: boolean): Node {
  node.left = settle(context, node.left, inKey)
  if (node.op === '<<' || node.op === '>>') setType(node.right, hostInteger, HOST)
  else setType(node.right, node.left.type, node.left.order)
  if (inKey && node.op === '&' && node.left.kind === 'payload' && node.right.kind === 'constant') {
    const shift = trimPayload(context, node.left, node.right)
    if (shift !== undefined) return settle(context, node.left)
  }
  node.right = settle(context, node.right)
  setType(node, node.left.type, node.left.order)
  return node
}

/** The key of a map: a mask that only cuts out a field goes, and the elements follow. */
function settleMapKey(context: Context, key: Node, data: { shift: number }): Node {
  if (key.kind === 'binary' && key.op === '&' && key.right.kind === 'constant') {
    const { left, right } = key
    const shift =
      left.kind === 'payload'
        ? trimPayload(context, left, right)
        : left.kind === 'option'
          ? trimOption(left, right)
          : undefined
    if (shift !== undefined) {
      data.shift += shift
      return settle(context, left)
    }
  }
  return settle(context, key)
}

/** The addresses and ports of a connection are of the family and protocol that the rule speaks of. */
function typeCt(context: Context, node: Selector): void {
  const { key } = node.key
  if (key === CT_SRC || key === CT_DST) {
    const network = context.layers[NETWORK]
    if (network === ip) node.type = ipv4Address
    else if (network === ip6) node.type = ipv6Address
    node.bits = node.type.size
  } else if ((key === CT_PROTO_SRC || key === CT_PROTO_DST) && context.layers[TRANSPORT]) node.type = inetService
}
