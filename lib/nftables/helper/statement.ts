import type {
  CounterStatement,
  CtCountStatement,
  CtObjectStatement,
  DupStatement,
  Expr,
  FlowStatement,
  Forwarding,
  FwdStatement,
  LastStatement,
  LimitRate,
  LimitStatement,
  LogStatement,
  MangleStatement,
  MapExpr,
  Mapping,
  MapStatement,
  MatchOperator,
  MatchStatement,
  MeterStatement,
  NatOptions,
  NatStatement,
  NotrackStatement,
  QueueStatement,
  QuotaStatement,
  RateUnit,
  RejectStatement,
  SecmarkStatement,
  SetStatement,
  Statement,
  SynproxyStatement,
  TproxyStatement,
  VerdictExpression,
  VmapStatement,
} from '../json.ts'
import { set } from './expression.ts'
import { written } from './written.ts'

/** Continues with the rule only if `left op right` holds: `match(ip.saddr, '==', '172.18.0.0/16')`. */
export function match(left: Expr, op: MatchOperator, right: Expr): MatchStatement {
  return { match: { op, left, right: written(right) } }
}

/** Lets the packet through this hook; chains of later priority still see it. */
export function accept(): VerdictExpression {
  return { accept: null }
}

/** Drops the packet at once, and for good. */
export function drop(): VerdictExpression {
  return { drop: null }
}

/** Continues with the next rule. The underscore avoids the reserved word. */
export function continue_(): VerdictExpression {
  return { continue: null }
}

/** Back to the chain that jumped here, or to the policy. The underscore keeps clear of the language's own word. */
export function return_(): VerdictExpression {
  return { return: null }
}

/** Goes through the chain of this name, and comes back behind it. */
export function jump(target: string): VerdictExpression {
  return { jump: { target } }
}

/** Goes through the chain of this name, and does not come back: at its end the policy decides. */
export function goto(target: string): VerdictExpression {
  return { goto: { target } }
}

/** A verdict by key: `vmap(ct.state, [['established', accept()], ['invalid', drop()]])`, or by the named map. */
export function vmap(key: Expr, data: Mapping[] | `@${string}`): VmapStatement {
  return { vmap: { key, data: typeof data === 'string' ? data : set(data) } }
}

/** Counts packets and bytes; with a name, in that counter object. */
export function counter(name?: Expr): CounterStatement {
  return { counter: name ?? null }
}

/** Holds while the rate is kept, or with `inv` while it is exceeded: `limit({ rate: 10, per: 'second' })`. */
export function limit(limit: Rate | string | MapExpr): LimitStatement {
  return { limit }
}

/** `quota({ val: 25, val_unit: 'mbytes' })`, or the quota object of that name. */
export function quota(quota: QuotaStatement['quota']): QuotaStatement {
  return { quota }
}

/** Logs the packet: `log({ prefix: 'dropped ', level: 'warn' })`. */
export function log(options: NonNullable<LogStatement['log']> = {}): LogStatement {
  return { log: Object.keys(options).length > 0 ? options : null }
}

/** Refuses with an answer; without options, port unreachable. */
export function reject(type?: 'tcp reset' | 'icmp' | 'icmpv6' | 'icmpx', code?: Expr): RejectStatement {
  if (type === undefined) return { reject: null }
  return { reject: code === undefined ? { type } : { type, expr: code } }
}

/** Changes the source of a connection, in a chain of type nat: `snat({ addr: '192.0.2.1' })`. */
export function snat(options: NatOptions): NatStatement {
  return { snat: options }
}

/** Changes the destination of a connection, in a chain of type nat: `dnat({ addr: '172.18.0.2', port: 8080 })`. */
export function dnat(options: NatOptions): NatStatement {
  return { dnat: options }
}

/** Changes the source of a connection to the address of the link that it leaves by. */
export function masquerade(options: Pick<NatOptions, 'port' | 'flags'> = {}): NatStatement {
  return { masquerade: Object.keys(options).length > 0 ? options : null }
}

/** To this host itself, at `port` where one is given. */
export function redirect(options: Pick<NatOptions, 'port' | 'flags'> = {}): NatStatement {
  return { redirect: Object.keys(options).length > 0 ? options : null }
}

/** Hands the packet to a socket of this host without changing its destination: `tproxy({ port: 3128 })`. */
export function tproxy(options: TproxyStatement['tproxy']): TproxyStatement {
  return { tproxy: options }
}

/** Answers SYN in place of the server, by these options or those of the object of this name. */
export function synproxy(options: NonNullable<SynproxyStatement['synproxy']>): SynproxyStatement {
  return { synproxy: options }
}

/** To a program in userspace, by queue number or range of numbers. */
export function queue(options: NonNullable<QueueStatement['queue']> = {}): QueueStatement {
  return { queue: Object.keys(options).length > 0 ? options : null }
}

/** No connection tracking for this packet. */
export function notrack(): NotrackStatement {
  return { notrack: null }
}

/** Sends a copy of the packet to another host, by the link `dev` where one is given. */
export function dup(addr: Expr, dev?: Expr): DupStatement {
  return { dup: dev === undefined ? { addr } : { addr, dev } }
}

/** Sends the packet out by the link `dev`, to a neighbour by its address where one is given; in chains of family netdev. */
export function fwd(dev: Expr, to?: Required<Omit<Forwarding, 'dev'>>): FwdStatement {
  return { fwd: to === undefined ? { dev } : { dev, ...to } }
}

/** Hands the flow to the flowtable of this name. */
export function flow(flowtable: string): FlowStatement {
  return { flow: { op: 'add', flowtable: `@${flowtable}` } }
}

/** Writes a field: `mangle(meta.mark, 1)`, `mangle(tcpOption('maxseg', 'size'), rt.mtu)`. */
export function mangle(key: Expr, value: Expr): MangleStatement {
  return { mangle: { key, value } }
}

/** A rate of the rule's own; a named limit is its name. */
export interface Rate extends LimitRate {
  /** The time of the rate. */
  per: RateUnit
}

function setStatement(op: 'add' | 'update' | 'delete', name: string, elem: Expr, stmt?: Statement[]): SetStatement {
  const target = { op, elem: written(elem), set: `@${name}` }
  return { set: stmt === undefined ? target : { ...target, stmt } }
}

/** Puts `elem` into the set of this name from the packet path, with statements such as `counter()`. */
export function setAdd(name: string, elem: Expr, stmt?: Statement[]): SetStatement {
  return setStatement('add', name, elem, stmt)
}

/** Likewise, and renews its timeout. */
export function setUpdate(name: string, elem: Expr, stmt?: Statement[]): SetStatement {
  return setStatement('update', name, elem, stmt)
}

/** Takes `elem` out of the set of this name from the packet path. */
export function setDelete(name: string, elem: Expr): SetStatement {
  return setStatement('delete', name, elem)
}

function mapStatement(
  op: 'add' | 'update' | 'delete',
  name: string,
  [elem, data]: Mapping,
  stmt: Statement[] | undefined,
): MapStatement {
  const target = { op, elem: written(elem), data: written(data), map: `@${name}` }
  return { map: stmt === undefined ? target : { ...target, stmt } }
}

/** Puts key and data into the map of this name from the packet path: `mapAdd('seen', ip.saddr, meta.mark)`. */
export function mapAdd(name: string, elem: Expr, data: Expr, stmt?: Statement[]): MapStatement {
  return mapStatement('add', name, [elem, data], stmt)
}

/** Likewise, and renews its timeout. */
export function mapUpdate(name: string, elem: Expr, data: Expr, stmt?: Statement[]): MapStatement {
  return mapStatement('update', name, [elem, data], stmt)
}

/** Takes key and data out of the map of this name from the packet path. */
export function mapDelete(name: string, elem: Expr, data: Expr): MapStatement {
  return mapStatement('delete', name, [elem, data], undefined)
}

/** Remembers when the rule matched last. */
export function last(): LastStatement {
  return { last: null }
}

/** A statement for each key of its own. */
export function meter(name: string, key: Expr, stmt: Statement, size?: number): MeterStatement {
  return { meter: size === undefined ? { name, key, stmt } : { name, key, stmt, size } }
}

/** Holds while there are at most `val` connections (with `inv`, more than that). */
export function ctCount(val: number, inv?: boolean): CtCountStatement {
  return { 'ct count': inv ? { val, inv } : { val } }
}

/** Gives the connection the helper object of this name. */
export function ctHelper(name: Expr): CtObjectStatement {
  return { 'ct helper': name }
}

/** Gives the connection the timeouts of the object of this name. */
export function ctTimeout(name: Expr): CtObjectStatement {
  return { 'ct timeout': name }
}

/** Makes the connection expect another one, as the object of this name says. */
export function ctExpectation(name: Expr): CtObjectStatement {
  return { 'ct expectation': name }
}

/** Gives the packet the security context of the object of this name. */
export function secmark(name: Expr): SecmarkStatement {
  return { secmark: name }
}
