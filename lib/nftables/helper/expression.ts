import type {
  BinaryExpr,
  ConcatExpr,
  DccpOptionExpr,
  ElemExpr,
  Expr,
  ExthdrExpr,
  FibExpr,
  FibFlag,
  IpOptionExpr,
  Jhash,
  JhashExpr,
  MapExpr,
  Mapping,
  NumgenExpr,
  PayloadExpr,
  PrefixExpr,
  RangeExpr,
  SctpChunkExpr,
  SetExpr,
  SymhashExpr,
  TcpOptionExpr,
} from '../json.ts'
import { written } from './written.ts'

/** Raw bits of a header: `raw('th', 0, 16)` are the first two bytes of the transport header. */
export function raw(base: 'll' | 'nh' | 'th' | 'ih', offset: number, len: number): PayloadExpr {
  return { payload: { base, offset, len } }
}

/** An IPv6 extension header (`'frag'`, `'hbh'`, `'rt'`, ...); without `field`, whether it is there. */
export function exthdr(name: string, field?: string): ExthdrExpr {
  return { exthdr: field === undefined ? { name } : { name, field } }
}

/** `tcpOption('maxseg', 'size')`; without `field`, whether the option is there. */
export function tcpOption(name: string, field?: string): TcpOptionExpr {
  return { 'tcp option': field === undefined ? { name } : { name, field } }
}

/** An IPv4 option (`'rr'`, `'ra'`, `'lsrr'`, `'ssrr'`); without `field`, whether it is there. */
export function ipOption(name: string, field?: string): IpOptionExpr {
  return { 'ip option': field === undefined ? { name } : { name, field } }
}

/** A chunk of SCTP (`'data'`, `'init'`, ...); without `field`, whether it is there. */
export function sctpChunk(name: string, field?: string): SctpChunkExpr {
  return { 'sctp chunk': field === undefined ? { name } : { name, field } }
}

/** Whether the DCCP option of this number is there. */
export function dccpOption(type: number): DccpOptionExpr {
  return { 'dccp option': { type } }
}

/** A lookup in the routing tables: `match(fib(['daddr'], 'type'), '==', 'local')`. */
export function fib(flags: FibFlag[], result: FibExpr['fib']['result']): FibExpr {
  return { fib: { result, flags } }
}

/** A number of its own for each packet: counting (`inc`) or `random`, below `mod`, plus `offset`. */
export function numgen(mode: 'inc' | 'random', mod: number, offset = 0): NumgenExpr {
  return { numgen: { mode, mod, offset } }
}

/** Jenkins' hash of an expression, below `mod`. */
export function jhash(expr: Expr, mod: number, options: Pick<Jhash, 'seed' | 'offset'> = {}): JhashExpr {
  return { jhash: { mod, expr, ...options } }
}

/** A hash that is the same for both directions of a flow, below `mod`. */
export function symhash(mod: number, offset?: number): SymhashExpr {
  return { symhash: offset === undefined ? { mod } : { mod, offset } }
}

/** Several keys as one: `concat(ip.saddr, tcp.dport)`. */
export function concat(...parts: Expr[]): ConcatExpr {
  return { concat: parts.map(written) }
}

/** `prefix('10.0.0.0', 8)`. */
export function prefix(addr: Expr, len: number): PrefixExpr {
  return { prefix: { addr, len } }
}

/** From and to, both included. */
export function range(from: Expr, to: Expr): RangeExpr {
  return { range: [from, to] }
}

/** An anonymous set of elements, or with `[key, data]` pairs an anonymous map. */
export function set(elements: (Expr | Mapping)[]): SetExpr {
  return { set: written(elements) }
}

/** The named set, map, flowtable or object `name`, as expressions refer to it: `@name`. */
export function named(name: string): `@${string}` {
  return `@${name}`
}

/** `key` looked up: `mapping(tcp.dport, [[80, 8080], [443, 8443]])`, or in the named map `named('ports')`. */
export function mapping(key: Expr, data: Mapping[] | `@${string}`): MapExpr {
  return { map: { key, data: typeof data === 'string' ? data : set(data) } }
}

/** An element with a time to live (seconds), a comment or a statement of its own. */
export function element(val: Expr, properties: Omit<ElemExpr['elem'], 'val'>): ElemExpr {
  return { elem: { val: written(val), ...properties } }
}

/** The bits of both: `match(and(tcp.flags, 'syn'), '!=', 0)`. */
export function and(left: Expr, right: Expr): BinaryExpr {
  return { '&': [left, right] }
}

/** The bits of either. */
export function or(left: Expr, right: Expr): BinaryExpr {
  return { '|': [left, right] }
}

/** The bits of one alone. */
export function xor(left: Expr, right: Expr): BinaryExpr {
  return { '^': [left, right] }
}

/** Bits moved to the left. */
export function shiftLeft(left: Expr, bits: number): BinaryExpr {
  return { '<<': [left, bits] }
}

/** Bits moved to the right. */
export function shiftRight(left: Expr, bits: number): BinaryExpr {
  return { '>>': [left, bits] }
}
