import { ether, ip, ip6, unknown, vlan } from '../protocol/network.ts'
import { INNER, LINK, NETWORK, type Protocol, TRANSPORT } from '../protocol/protocol.ts'
import { BRIDGE, INET, IPV4, IPV6, NETDEV } from '../protocol/table.ts'
import { icmp, icmpv6 } from '../protocol/transport.ts'
import { META_L4PROTO, META_NFPROTO, META_PROTOCOL } from '../selector/meta.ts'
import { type Context, type Dependencies, noDependencies } from './context.ts'
import type { Constant, Match, Node, Option, Payload } from './node.ts'

/*
 * Elision of dependencies, as nft does it. For `tcp dport 22`, the kernel's rule has two matches:
 *
 *     meta l4proto 6              what follows the network layer: remembered by rememberDependency()
 *     payload transport 2+2 22    `tcp dport`: implies the first match, so dropImplied() removes that
 *
 * and `tcp dport 22` is printed. A match of an ICMP echo message is kept, because `icmp id` and `icmp sequence` do not
 * imply it: requests and replies have the same fields. The generating side is compile/dependency.ts.
 */

export function forgetDependencies(context: Context): void {
  context.dependencies = noDependencies()
}

/** Remembers a match that says what follows the layer `base`. */
export function rememberDependency({ dependencies }: Context, match: Match, base: number): void {
  const message = messageOf(match)
  if (message !== undefined) dependencies.message = message
  if (!isEcho(match, message)) dependencies.matches[base + 1] = match
}

/** The ICMP message that a match compares with; an echo reply counts as the request, for both have the same fields. */
function messageOf({ left, right }: Match): number | undefined {
  if (left.kind !== 'payload' || right.kind !== 'constant' || right.bits !== 8) return undefined
  const type = Number(right.value)
  if (left.protocol === icmp) return type === 0 ? 8 : type
  return left.protocol === icmpv6 ? type : undefined
}

/** A match of an echo message stays in place: `id` and `sequence` are fields of requests and replies alike. */
function isEcho({ left }: Match, message: number | undefined): boolean {
  if (left.kind !== 'payload') return false
  return left.protocol === icmp ? message === 8 : message === 128 || message === 129
}

function indexOf({ matches }: Dependencies, base: number): number | undefined {
  if (matches[base]) return base
  return base === TRANSPORT && matches[INNER] ? INNER : undefined
}

/** Takes the match below `base` out of the rule. */
export function releaseDependency(context: Context, base: number): void {
  const { dependencies } = context
  const index = indexOf(dependencies, base)
  const match = index === undefined ? undefined : dependencies.matches[index]
  if (index === undefined || !match) return
  match.removed = true
  if (dependencies.previous === match) dependencies.previous = undefined
  dependencies.matches[index] = undefined
}

function dependencyOf(context: Context, base: number): Match | undefined {
  const index = indexOf(context.dependencies, base)
  return index === undefined ? undefined : context.dependencies.matches[index]
}

/** A field that implies the protocol of its layer makes the match for it superfluous. */
export function dropImplied(context: Context, payload: Payload): void {
  const match = dependencyOf(context, payload.base)
  if (match && payload.protocol && payload.protocol !== unknown && implies(context, match, payload))
    releaseDependency(context, payload.base)
}

function implies(context: Context, match: Match, payload: Payload): boolean {
  const { left } = match
  const mixed = context.family === BRIDGE || context.family === NETDEV || context.family === INET
  if (mixed && left.kind === 'payload') {
    if (payload.base === TRANSPORT && left.base === NETWORK && (left.protocol === ip || left.protocol === ip6))
      return false
    if (match.op === '==' && payload.base === left.base) {
      if (payload.announces) return false
      if (payload.base === LINK) return impliesLink(match, left)
    }
  }
  if (payload.base !== TRANSPORT || left.kind !== 'payload' || left.base !== TRANSPORT) return true
  return left.protocol === icmp || left.protocol === icmpv6 ? impliesMessage(context, left, payload) : true
}

/** A tag implies `ether type 8021q` and no other type; what the tag carries is never implied. */
function impliesLink({ right }: Match, left: Payload): boolean {
  if (left.protocol === vlan) return false
  if (left.protocol === ether && right.kind === 'constant' && right.bits === 16) return right.value === 0x8100n
  return true
}

function impliesMessage(context: Context, left: Payload, payload: Payload): boolean {
  const messages = payload.field?.messages
  // A field of many messages, `icmpv6 taddr`, implies none of them.
  if (messages === undefined || messages.length > 2 || left.protocol !== payload.protocol) return false
  return context.dependencies.message === messages[0]
}

/** An option or extension header implies the protocol that carries it. */
export function dropImpliedByOption(context: Context, option: Option): void {
  if (option.op === 1) releaseDependency(context, TRANSPORT)
  else if (option.op === 0 || option.op === 2) releaseDependency(context, NETWORK)
}

/** A match on meta or ct makes the one of the layer below superfluous, but where that one chooses between families. */
export function dropImpliedBySelector(context: Context, base: number, left: Node, right: Constant): void {
  const match = dependencyOf(context, base)
  if (match && selectorImplies(context, left, right, dependencyOf(context, NETWORK))) releaseDependency(context, base)
}

function selectorImplies(context: Context, left: Node, right: Constant, network: Match | undefined): boolean {
  const family = network && familyOf(network)
  if (family === undefined) return true
  if (context.family === IPV4 || context.family === IPV6) return context.family === family
  if (context.family !== INET && context.family !== NETDEV && context.family !== BRIDGE) return true
  if (left.kind !== 'meta' || left.key.key !== META_L4PROTO) return true
  const icmpFamily: Protocol | undefined = right.value === 1n ? ip : right.value === 58n ? ip6 : undefined
  if (!icmpFamily) return false
  return !((family === IPV4 && icmpFamily === ip6) || (family === IPV6 && icmpFamily === ip))
}

/** The family that a match restricts the rule to, 0 for another; undefined where it does not speak of families. */
function familyOf({ left, right }: Match): number | undefined {
  if (right.kind !== 'constant') return undefined
  if (left.kind === 'meta' && left.key.key === META_NFPROTO) return Number(right.value)
  const speaks =
    (left.kind === 'meta' && left.key.key === META_PROTOCOL) ||
    (left.kind === 'payload' && left.base === LINK && left.type.name === 'ether_type')
  if (!speaks) return undefined
  return right.value === 0x0800n ? IPV4 : right.value === 0x86ddn ? IPV6 : 0
}
