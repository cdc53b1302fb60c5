import { describeValue } from '../../errors.ts'
import { inetService, ipv4Address, ipv6Address } from '../datatype/table.ts'
import { ip, ip6 } from '../protocol/network.ts'
import { NETWORK, type Protocol, TRANSPORT } from '../protocol/protocol.ts'
import { INET, IPV4, IPV6 } from '../protocol/table.ts'
import { CT_DST, CT_PROTO_DST, CT_PROTO_SRC, CT_SRC, type CtKey, ctNamed, directions } from '../selector/ct.ts'
import { type Key, META_NFPROTO, metaNamed } from '../selector/meta.ts'
import { rtKeys, socketKeys } from '../selector/other.ts'
import { expectLike, protocolAt, type RuleContext } from './context.ts'
import type { LoadNode } from './node.ts'
import { fail } from './path.ts'
import { type Json, object, only, optionalText, optionalWord, text, textOf } from './read.ts'

const keyOnly = new Set(['key'])
const ctProperties = new Set(['key', 'family', 'dir'])
const rtProperties = new Set(['key', 'family'])

/** `meta day` goes from Sunday, 0, to Saturday. */
const LAST_DAY = 6
const META_DAY = 31
/** NFT_SOCKET_TRANSPARENT and NFT_SOCKET_WILDCARD say yes or no. */
const SOCKET_MARK = 1

export const ipFamilies: Readonly<Record<string, number>> = { ip: IPV4, ip6: IPV6 }

export function loadNode(row: Key, load: LoadNode['load']): LoadNode {
  return { kind: 'load', load, datatype: row.datatype, length: row.length, byteorder: row.byteorder }
}

export function meta(ctx: RuleContext, json: unknown): LoadNode {
  const row = metaKey(ctx, json)
  if (row.key === META_NFPROTO && ctx.family !== INET && !ctx.typeOnly)
    fail(ctx, 'is only allowed in tables of family inet')
  const node = loadNode(row, { name: 'meta', key: row.key, dreg: 0 })
  expectLike(ctx, node, row.key === META_DAY ? LAST_DAY : 0)
  return node
}

export function metaKey(ctx: RuleContext, json: unknown): Key {
  const held = object(ctx, json)
  only(ctx, held, keyOnly)
  const name = textOf(ctx, held.key, 'key')
  return metaNamed(name) ?? fail(ctx, `unknown key ${describeValue(name)}`)
}

export function socket(ctx: RuleContext, json: unknown): LoadNode {
  const held = object(ctx, json)
  only(ctx, held, keyOnly)
  const name = text(ctx, held, 'key')
  const row = socketKeys.find((candidate) => candidate.name === name && name !== 'cgroupv2')
  if (!row) return fail(ctx, `unknown key ${describeValue(name)}`)
  const node = loadNode(row, { name: 'socket', key: row.key, dreg: 0, level: 0 })
  expectLike(ctx, node, row.key === SOCKET_MARK ? 0 : 1)
  return node
}

/** A `ct` key with its direction, as written. */
export function readCt(ctx: RuleContext, json: unknown): { row: CtKey; dir: number | undefined } {
  const held = object(ctx, json)
  only(ctx, held, ctProperties)
  const row = ctRow(ctx, held)
  const dir = optionalWord(ctx, held, 'dir', directions)
  if (dir !== undefined && !row.directed) fail(ctx, `is not allowed with key '${row.name}'`)
  return { row, dir }
}

function ctRow(ctx: RuleContext, held: Json): CtKey {
  const name = text(ctx, held, 'key')
  const family = optionalText(ctx, held, 'family')
  if (family !== undefined && !Object.hasOwn(ipFamilies, family)) fail(ctx, `unknown family ${describeValue(family)}`)
  const row = ctNamed(family === undefined ? name : `${family} ${name}`) ?? ctNamed(name)
  return row ?? fail(ctx, `unknown key ${describeValue(name)}`)
}

export function ct(ctx: RuleContext, json: unknown): LoadNode {
  const { row, dir } = readCt(ctx, json)
  const node = loadNode(row, { name: 'ct', key: row.key, dreg: 0, ...(dir !== undefined && { dir }) })
  const network = protocolAt(ctx, NETWORK)
  if (row.key === CT_SRC || row.key === CT_DST) typeByNetwork(ctx, node, network)
  else if (row.key === CT_PROTO_SRC || row.key === CT_PROTO_DST) {
    if (protocolAt(ctx, TRANSPORT)) node.datatype = inetService
  } else refuseOther(ctx, row, network)
  expectLike(ctx, node)
  return node
}

function typeByNetwork(ctx: RuleContext, node: LoadNode, network: Protocol | undefined): void {
  if (network !== ip && network !== ip6) {
    fail(ctx, 'cannot infer the address family: use a key that begins with ip or ip6')
  }
  node.datatype = network === ip ? ipv4Address : ipv6Address
  node.length = node.datatype.size
}

function refuseOther(ctx: RuleContext, row: CtKey, network: Protocol | undefined): void {
  const wanted = row.datatype === ipv4Address ? ip : row.datatype === ipv6Address ? ip6 : undefined
  const other = wanted === ip ? ip6 : ip
  if (wanted && network === other) fail(ctx, `conflicting protocols: ${network.name} and ${wanted.name}`)
}

export function rt(ctx: RuleContext, json: unknown): LoadNode {
  const held = object(ctx, json)
  only(ctx, held, rtProperties)
  const name = text(ctx, held, 'key')
  const network = protocolAt(ctx, NETWORK)
  const asked = optionalWord(ctx, held, 'family', ipFamilies)
  const known = network === ip6 ? IPV6 : network === ip ? IPV4 : asked
  const family = known === IPV6 ? 'ip6' : 'ip'
  const row = rtKeys.find((candidate) => candidate.name === name && (candidate.family ?? family) === family)
  if (!row) return fail(ctx, `unknown key ${describeValue(name)}`)
  if (row.family) checkNexthop(ctx, row.family, known, asked)
  const node = loadNode(row, { name: 'rt', key: row.key, dreg: 0 })
  expectLike(ctx, node)
  return node
}

function checkNexthop(
  ctx: RuleContext,
  family: 'ip' | 'ip6',
  known: number | undefined,
  asked: number | undefined,
): void {
  if (known === undefined) fail(ctx, 'cannot infer the address family: set family to ip or ip6')
  if (asked !== undefined && asked !== known)
    fail(ctx, `never matches: the packet is not ${asked === IPV4 ? 'ip' : 'ip6'}`)
  const other = family === 'ip' ? IPV6 : IPV4
  if (ctx.family === other) fail(ctx, `never matches: the packet is not ${family}`)
}
