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

/** Raw bits of a header: `raw('th', 0, 16)` is the first two bytes of the transport header. */
export function raw(base: 'll' | 'nh' | 'th' | 'ih', offset: number, len: number): PayloadExpr {
  return { payload: { base, offset, len } }
}

/** A field of an IPv6 extension header (`'frag'`, `'hbh'`, `'rt'`, ...); without `field`, whether the header is present. */
export function exthdr(name: string, field?: string): ExthdrExpr {
  return { exthdr: field === undefined ? { name } : { name, field } }
}

/** A field of a TCP option: `tcpOption('maxseg', 'size')`; without `field`, whether the option is present. */
export function tcpOption(name: string, field?: string): TcpOptionExpr {
  return { 'tcp option': field === undefined ? { name } : { name, field } }
}

/** A field of an IPv4 option (`'rr'`, `'ra'`, `'lsrr'`, `'ssrr'`); without `field`, whether the option is present. */
export function ipOption(name: string, field?: string): IpOptionExpr {
  return { 'ip option': field === undefined ? { name } : { name, field } }
}

/** A field of an SCTP chunk (`'data'`, `'init'`, ...); without `field`, whether the chunk is present. */
export function sctpChunk(name: string, field?: string): SctpChunkExpr {
  return { 'sctp chunk': field === undefined ? { name } : { name, field } }
}

/** Whether the DCCP option with this number is present. */
export function dccpOption(type: number): DccpOptionExpr {
  return { 'dccp option': { type } }
}

/** A route lookup: `match(fib(['daddr'], 'type'), '==', 'local')`. */
export function fib(flags: FibFlag[], result: FibExpr['fib']['result']): FibExpr {
  return { fib: { result, flags } }
}

/** A generated number for each packet, incremental (`'inc'`) or `'random'`: less than `mod`, plus `offset`. */
export function numgen(mode: 'inc' | 'random', mod: number, offset = 0): NumgenExpr {
  return { numgen: { mode, mod, offset } }
}

/** Jenkins hash of an expression, less than `mod`. */
export function jhash(expr: Expr, mod: number, options: Pick<Jhash, 'seed' | 'offset'> = {}): JhashExpr {
  return { jhash: { mod, expr, ...options } }
}

/** Hash that is equal for both directions of a flow, less than `mod`. */
export function symhash(mod: number, offset?: number): SymhashExpr {
  return { symhash: offset === undefined ? { mod } : { mod, offset } }
}

/** Several values as one key: `concat(ip.saddr, tcp.dport)`. */
export function concat(...parts: Expr[]): ConcatExpr {
  return { concat: parts.map(written) }
}

/** An address prefix: `prefix('10.0.0.0', 8)` is 10.0.0.0/8. */
export function prefix(addr: Expr, len: number): PrefixExpr {
  return { prefix: { addr, len } }
}

/** A range of values, both ends included. */
export function range(from: Expr, to: Expr): RangeExpr {
  return { range: [from, to] }
}

/** An anonymous set of elements or, with `[key, data]` pairs, an anonymous map. */
export function set(elements: (Expr | Mapping)[]): SetExpr {
  return { set: written(elements) }
}

/** A reference to a named set, map, flowtable or object: `@name`. */
export function named(name: string): `@${string}` {
  return `@${name}`
}

/** A map lookup: `mapping(tcp.dport, [[80, 8080], [443, 8443]])`, or in a named map, `mapping(tcp.dport, named('ports'))`. */
export function mapping(key: Expr, data: Mapping[] | `@${string}`): MapExpr {
  return { map: { key, data: typeof data === 'string' ? data : set(data) } }
}

/** An element with a timeout (in seconds), a comment or a statement. */
export function element(val: Expr, properties: Omit<ElemExpr['elem'], 'val'>): ElemExpr {
  return { elem: { val: written(val), ...properties } }
}

/** Bitwise AND: `match(and(tcp.flags, 'syn'), '!=', 0)`. */
export function and(left: Expr, right: Expr): BinaryExpr {
  return { '&': [left, right] }
}

/** Bitwise OR. */
export function or(left: Expr, right: Expr): BinaryExpr {
  return { '|': [left, right] }
}

/** Bitwise exclusive OR. */
export function xor(left: Expr, right: Expr): BinaryExpr {
  return { '^': [left, right] }
}

/** Left shift. */
export function shiftLeft(left: Expr, bits: number): BinaryExpr {
  return { '<<': [left, bits] }
}

/** Right shift. */
export function shiftRight(left: Expr, bits: number): BinaryExpr {
  return { '>>': [left, bits] }
}
