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

/** Continues with the rule only if `left op right` is true: `match(ip.saddr, '==', '172.18.0.0/16')`. */
export function match(left: Expr, op: MatchOperator, right: Expr): MatchStatement {
  return { match: { op, left, right: written(right) } }
}

/** Accepts the packet at this hook; chains of later priority still see it. */
export function accept(): VerdictExpression {
  return { accept: null }
}

/** Drops the packet immediately. */
export function drop(): VerdictExpression {
  return { drop: null }
}

/** Continues with the next rule. The underscore avoids the reserved word. */
export function continue_(): VerdictExpression {
  return { continue: null }
}

/** Returns to the calling chain, or to the policy of the base chain. The underscore avoids the reserved word. */
export function return_(): VerdictExpression {
  return { return: null }
}

/** Jumps to the chain, and returns at its end. */
export function jump(target: string): VerdictExpression {
  return { jump: { target } }
}

/** Continues in the chain without returning; at its end, the policy of the base chain applies. */
export function goto(target: string): VerdictExpression {
  return { goto: { target } }
}

/** Looks up a verdict: `vmap(ct.state, [['established', accept()], ['invalid', drop()]])`, or in a named verdict map. */
export function vmap(key: Expr, data: Mapping[] | `@${string}`): VmapStatement {
  return { vmap: { key, data: typeof data === 'string' ? data : set(data) } }
}

/** Counts packets and bytes; with a name, in the counter object of that name. */
export function counter(name?: Expr): CounterStatement {
  return { counter: name ?? null }
}

/** Matches packets within the rate or, with `inv`, above it: `limit({ rate: 10, per: 'second' })`; or the limit object of that name. */
export function limit(limit: Rate | string | MapExpr): LimitStatement {
  return { limit }
}

/** Matches until the quota is exceeded or, with `inv`, after that: `quota({ val: 25, val_unit: 'mbytes' })`; or the quota object of that name. */
export function quota(quota: QuotaStatement['quota']): QuotaStatement {
  return { quota }
}

/** Logs the packet: `log({ prefix: 'dropped ', level: 'warn' })`. */
export function log(options: NonNullable<LogStatement['log']> = {}): LogStatement {
  return { log: Object.keys(options).length > 0 ? options : null }
}

/** Rejects the packet with a reply; without options, port unreachable. */
export function reject(type?: 'tcp reset' | 'icmp' | 'icmpv6' | 'icmpx', code?: Expr): RejectStatement {
  if (type === undefined) return { reject: null }
  return { reject: code === undefined ? { type } : { type, expr: code } }
}

/** Translates the source of a connection, in a chain of type nat: `snat({ addr: '192.0.2.1' })`. */
export function snat(options: NatOptions): NatStatement {
  return { snat: options }
}

/** Translates the destination of a connection, in a chain of type nat: `dnat({ addr: '172.18.0.2', port: 8080 })`. */
export function dnat(options: NatOptions): NatStatement {
  return { dnat: options }
}

/** Translates the source of a connection to the address of the outgoing link. */
export function masquerade(options: Pick<NatOptions, 'port' | 'flags'> = {}): NatStatement {
  return { masquerade: Object.keys(options).length > 0 ? options : null }
}

/** Redirects a connection to this host, optionally to another port. */
export function redirect(options: Pick<NatOptions, 'port' | 'flags'> = {}): NatStatement {
  return { redirect: Object.keys(options).length > 0 ? options : null }
}

/** Passes the packet to a local socket without changing its destination (transparent proxy): `tproxy({ port: 3128 })`. */
export function tproxy(options: TproxyStatement['tproxy']): TproxyStatement {
  return { tproxy: options }
}

/** Replies to SYN packets on behalf of the server, with these options or those of the synproxy object of that name. */
export function synproxy(options: NonNullable<SynproxyStatement['synproxy']>): SynproxyStatement {
  return { synproxy: options }
}

/** Passes the packet to a program in user space, by queue number or range of numbers. */
export function queue(options: NonNullable<QueueStatement['queue']> = {}): QueueStatement {
  return { queue: Object.keys(options).length > 0 ? options : null }
}

/** Disables connection tracking for the packet. */
export function notrack(): NotrackStatement {
  return { notrack: null }
}

/** Sends a copy of the packet to another host, through `dev` if given. */
export function dup(addr: Expr, dev?: Expr): DupStatement {
  return { dup: dev === undefined ? { addr } : { addr, dev } }
}

/** Forwards the packet through the link `dev`, to the neighbour with the address if given; only in family netdev. */
export function fwd(dev: Expr, to?: Required<Omit<Forwarding, 'dev'>>): FwdStatement {
  return { fwd: to === undefined ? { dev } : { dev, ...to } }
}

/** Offloads the packet's flow to the flowtable of this name. */
export function flow(flowtable: string): FlowStatement {
  return { flow: { op: 'add', flowtable: `@${flowtable}` } }
}

/** Sets a field: `mangle(meta.mark, 1)`, `mangle(tcpOption('maxseg', 'size'), rt.mtu)`. */
export function mangle(key: Expr, value: Expr): MangleStatement {
  return { mangle: { key, value } }
}

/** A rate limit of a rule. */
export interface Rate extends LimitRate {
  /** Time unit of the rate. */
  per: RateUnit
}

function setStatement(op: 'add' | 'update' | 'delete', name: string, elem: Expr, stmt?: Statement[]): SetStatement {
  const target = { op, elem: written(elem), set: `@${name}` }
  return { set: stmt === undefined ? target : { ...target, stmt } }
}

/** Adds `elem` to a set when a packet matches, with statements such as `counter()`. */
export function setAdd(name: string, elem: Expr, stmt?: Statement[]): SetStatement {
  return setStatement('add', name, elem, stmt)
}

/** The same, and renews the timeout of an existing element. */
export function setUpdate(name: string, elem: Expr, stmt?: Statement[]): SetStatement {
  return setStatement('update', name, elem, stmt)
}

/** Deletes `elem` from a set when a packet matches. */
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

/** Adds an element to a map when a packet matches: `mapAdd('seen', ip.saddr, meta.mark)`. */
export function mapAdd(name: string, elem: Expr, data: Expr, stmt?: Statement[]): MapStatement {
  return mapStatement('add', name, [elem, data], stmt)
}

/** The same, and renews the timeout of an existing element. */
export function mapUpdate(name: string, elem: Expr, data: Expr, stmt?: Statement[]): MapStatement {
  return mapStatement('update', name, [elem, data], stmt)
}

/** Deletes an element from a map when a packet matches. */
export function mapDelete(name: string, elem: Expr, data: Expr): MapStatement {
  return mapStatement('delete', name, [elem, data], undefined)
}

/** Records the time of the last match. */
export function last(): LastStatement {
  return { last: null }
}

/** A statement with separate state for each key; obsolete, use a set with flag 'dynamic'. */
export function meter(name: string, key: Expr, stmt: Statement, size?: number): MeterStatement {
  return { meter: size === undefined ? { name, key, stmt } : { name, key, stmt, size } }
}

/** Matches while there are at most `val` connections or, with `inv`, more. */
export function ctCount(val: number, inv?: boolean): CtCountStatement {
  return { 'ct count': inv ? { val, inv } : { val } }
}

/** Assigns the helper object of this name to the connection. */
export function ctHelper(name: Expr): CtObjectStatement {
  return { 'ct helper': name }
}

/** Assigns the timeout policy of this name to the connection. */
export function ctTimeout(name: Expr): CtObjectStatement {
  return { 'ct timeout': name }
}

/** Creates an expectation for the connection, defined by the object of this name. */
export function ctExpectation(name: Expr): CtObjectStatement {
  return { 'ct expectation': name }
}

/** Sets the packet's security context to that of the secmark object of this name. */
export function secmark(name: Expr): SecmarkStatement {
  return { secmark: name }
}
