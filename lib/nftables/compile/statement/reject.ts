import { describeValue } from '../../../errors.ts'
import type { Datatype } from '../../datatype/datatype.ts'
import { icmpCode, icmpv6Code, icmpxCode } from '../../datatype/table.ts'
import { ip, ip6 } from '../../protocol/network.ts'
import { LINK, NETWORK, type Protocol, TRANSPORT } from '../../protocol/protocol.ts'
import { ARP, BRIDGE, INET, IPV4, IPV6, NETDEV } from '../../protocol/table.ts'
import { tcp } from '../../protocol/transport.ts'
import { REJECT_ICMP, REJECT_ICMPX, REJECT_TCP_RESET } from '../../selector/statement.ts'
import { constant } from '../constant.ts'
import { expect, protocolAt, type RuleContext } from '../context.ts'
import { announcing } from '../dependency.ts'
import { fail } from '../path.ts'
import { enter, type Json, object, only, optionalText } from '../read.ts'
import { push } from './object.ts'

const rejectProperties = new Set(['type', 'expr'])

/** What is sent back; `family` is that of an ICMP message. */
interface Answer {
  type: number
  code: number
  family: number
}

/** The codes that say "port unreachable", which is what a bare reject answers. */
const ICMP_PORT = 3
const ICMPV6_PORT = 4
const ICMPX_PORT = 1

const kinds: Readonly<Record<string, { type: number; family: number; codes?: Datatype }>> = {
  'tcp reset': { type: REJECT_TCP_RESET, family: 0 },
  icmpx: { type: REJECT_ICMPX, family: 0, codes: icmpxCode },
  icmp: { type: REJECT_ICMP, family: IPV4, codes: icmpCode },
  icmpv6: { type: REJECT_ICMP, family: IPV6, codes: icmpv6Code },
}

export function rejectStatement(ctx: RuleContext, json: unknown): void {
  if (ctx.family === ARP) fail(ctx, 'is not allowed in tables of family arp')
  const held = json === null ? {} : object(ctx, json)
  only(ctx, held, rejectProperties)
  const kind = optionalText(ctx, held, 'type')
  const answer = kind === undefined ? plain(ctx, held) : asked(ctx, held, kind)
  if (answer.type === REJECT_TCP_RESET) checkTcp(ctx)
  requirePackets(ctx, answer)
  push(ctx, [{ name: 'reject', type: answer.type, code: answer.code }])
}

function asked(ctx: RuleContext, held: Json, kind: string): Answer {
  const row = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  if (!row) return fail(ctx, `unknown type ${describeValue(kind)}`)
  const { type, family, codes } = row
  return { type, family, code: held.expr === undefined ? 0 : code(ctx, held, codes) }
}

function code(ctx: RuleContext, held: Json, codes: Datatype | undefined): number {
  const json = enter(ctx, held, 'expr')
  if (!codes) return fail(ctx, 'is not allowed with a TCP reset')
  if (typeof json !== 'string' && typeof json !== 'number')
    return fail(ctx, `must be a code, not ${describeValue(json)}`)
  expect(ctx, codes, 8, codes.byteorder)
  const node = constant(ctx, json)
  ctx.path.pop()
  return node.kind === 'value' ? Number(node.value) : 0
}

/** Without a type: by the family, or by what the rule says of the packet. */
function plain(ctx: RuleContext, held: Json): Answer {
  if (held.expr !== undefined) fail(ctx, 'must have a type with the code')
  const network = protocolAt(ctx, NETWORK)
  const family =
    ctx.family === IPV4 || ctx.family === IPV6 ? ctx.family : network === ip ? IPV4 : network === ip6 ? IPV6 : 0
  if (family === 0 && network === undefined) return { type: REJECT_ICMPX, code: ICMPX_PORT, family: 0 }
  if (family === 0) return fail(ctx, 'is not possible for this network protocol')
  return { type: REJECT_ICMP, code: family === IPV4 ? ICMP_PORT : ICMPV6_PORT, family }
}

function checkTcp(ctx: RuleContext): void {
  const transport = protocolAt(ctx, TRANSPORT)
  if (transport && transport !== tcp) fail(ctx, `must not be a TCP reset with ${transport.name}`)
}

/** What the answer needs is put in front of the whole rule: what is not rejected should not be logged either. */
function requirePackets(ctx: RuleContext, answer: Answer): void {
  const { type, family } = answer
  if (ctx.family === IPV4 || ctx.family === IPV6) {
    if (type === REJECT_ICMPX) fail(ctx, 'type icmpx is not allowed here')
    if (type === REJECT_ICMP && family !== ctx.family) fail(ctx, 'conflicting protocols: ip and ip6')
    if (type === REJECT_TCP_RESET) requireInFront(ctx, tcp)
    return
  }
  if (ctx.family !== INET) checkLink(ctx, type)
  if (type === REJECT_ICMP) checkFamily(ctx, family)
  if (type === REJECT_TCP_RESET) requireInFront(ctx, tcp)
  else if (type === REJECT_ICMP) requireInFront(ctx, family === IPV4 ? ip : ip6)
}

function checkLink(ctx: RuleContext, type: number): void {
  if (ctx.family !== BRIDGE && ctx.family !== NETDEV) fail(ctx, 'is not allowed in this family')
  if (!protocolAt(ctx, LINK)) fail(ctx, 'is not possible for this link layer protocol')
  const network = protocolAt(ctx, NETWORK)
  if (type !== REJECT_ICMP && network && network !== ip && network !== ip6)
    fail(ctx, 'is not possible for this network protocol')
}

function checkFamily(ctx: RuleContext, family: number): void {
  const network = protocolAt(ctx, NETWORK)
  if (network === undefined) return
  if (network !== ip && network !== ip6) fail(ctx, 'cannot infer the ICMP type: set it explicitly')
  if ((network === ip) !== (family === IPV4)) fail(ctx, 'conflicting protocols: ip and ip6')
}

function requireInFront(ctx: RuleContext, wanted: Protocol): void {
  if (protocolAt(ctx, wanted.base)) return
  ctx.steps.unshift(announcing(ctx, wanted, wanted.base))
}
