import { describeValue } from '../../errors.ts'
import { UNORDERED } from '../datatype/byteorder.ts'
import { invalid } from '../datatype/table.ts'
import { verdicts } from '../selector/verdict.ts'
import { binary } from './arithmetic.ts'
import { concat } from './concat.ts'
import { constant, prefixOf } from './constant.ts'
import { ascend, descend, type Place, type RuleContext } from './context.ts'
import { literal } from './element.ts'
import { extension } from './exthdr.ts'
import { fib, ipsec, jhash, numgen, osf, symhash } from './lookup.ts'
import { map } from './map.ts'
import { type Node, setNode } from './node.ts'
import { fail } from './path.ts'
import { payload } from './payload.ts'
import { array, enter, integer, object, only, sole } from './read.ts'
import { ct, meta, rt, socket } from './selector.ts'
import { verdict } from './verdict.ts'

const prefixProperties = new Set(['addr', 'len'])

/** Any expression, with what it depends on in front of the statement and its constants in the expected type. */
export function expression(ctx: RuleContext, json: unknown, place: Place): Node {
  if (typeof json === 'string') return json.charCodeAt(0) === 64 ? reference(ctx, json, place) : word(ctx, json, place)
  if (typeof json === 'number' || typeof json === 'boolean') return constant(ctx, json)
  if (typeof json === 'bigint') return constant(ctx, String(json))
  descend(ctx)
  const node = Array.isArray(json) ? list(ctx, json, place) : nested(ctx, json, place)
  ascend(ctx)
  return node
}

function nested(ctx: RuleContext, json: unknown, place: Place): Node {
  const [kind, held] = sole(ctx, json, 'expression')
  const node = byKind(ctx, kind, held, place)
  ctx.path.pop()
  return node
}

function byKind(ctx: RuleContext, kind: string, held: unknown, place: Place): Node {
  switch (kind) {
    case 'payload':
      return payload(ctx, held)
    case 'meta':
      return meta(ctx, held)
    case 'ct':
      return ct(ctx, held)
    case 'concat':
      return place === 'part' || place === 'primary' ? misplaced(ctx) : concat(ctx, held)
    case 'set':
      return place === 'right' || place === 'statement' ? set(ctx, held) : misplaced(ctx)
    case 'map':
      return place === 'statement' || place === 'primary' ? map(ctx, held) : misplaced(ctx)
    case 'prefix':
      return place === 'primary' || place === 'left' ? misplaced(ctx) : prefix(ctx, held)
    case 'range':
      return place === 'primary' || place === 'left' ? misplaced(ctx) : range(ctx, held)
    case '&':
    case '|':
    case '^':
    case '<<':
    case '>>':
      return binary(ctx, kind, held)
    default:
      return rarer(ctx, kind, held, place)
  }
}

function rarer(ctx: RuleContext, kind: string, held: unknown, place: Place): Node {
  switch (kind) {
    case 'exthdr':
    case 'tcp option':
    case 'ip option':
    case 'sctp chunk':
    case 'dccp option':
      return extension(ctx, kind, held)
    case 'rt':
      return rt(ctx, held)
    case 'socket':
      return socket(ctx, held)
    case 'osf':
      return osf(ctx, held)
    case 'fib':
      return fib(ctx, held, false)
    case 'ipsec':
      return ipsec(ctx, held)
    case 'numgen':
      return numgen(ctx, held)
    case 'jhash':
      return jhash(ctx, held)
    case 'symhash':
      return symhash(ctx, held)
    default:
      return place === 'right' && Object.hasOwn(verdicts, kind) ? verdict(ctx, kind, held) : unknown(ctx)
  }
}

function misplaced(ctx: RuleContext): never {
  return fail(ctx, 'is not allowed here')
}

function unknown(ctx: RuleContext): never {
  const kind = ctx.path.pop()
  return fail(ctx, `unknown expression ${describeValue(kind)}`)
}

/** `'*'` stands for everything else where elements are listed, and is a word elsewhere. */
function word(ctx: RuleContext, json: string, place: Place): Node {
  return json === '*' && place === 'right' ? catchAll() : constant(ctx, json)
}

function catchAll(): Node {
  return { kind: 'any', datatype: invalid, length: 0, byteorder: UNORDERED }
}

function reference(ctx: RuleContext, json: string, place: Place): Node {
  if (place !== 'right') return fail(ctx, 'must be a value, not a reference to a set')
  return setNode(ctx.around.findSet(ctx.family, ctx.table, json.slice(1)))
}

/** Several bits of a set of bits. */
function list(ctx: RuleContext, json: unknown[], place: Place): Node {
  if (place !== 'right' && place !== 'statement') return misplaced(ctx)
  const { datatype, length, byteorder } = ctx.expected
  let bits = 0n
  for (let i = 0; i < json.length; i++) {
    ctx.path.push(i)
    const member = expression(ctx, json[i], 'right')
    if (member.kind !== 'value') return fail(ctx, 'must be a constant')
    if (member.datatype.base !== 'bitmask')
      return fail(ctx, `must be a bit mask, not ${member.datatype.description}; several values are { set: [...] }`)
    bits |= member.value
    ctx.path.pop()
  }
  return { kind: 'value', datatype, length, byteorder, value: bits }
}

function set(ctx: RuleContext, held: unknown): Node {
  if (typeof held === 'string' && held.startsWith('@')) return reference(ctx, held, 'right')
  return literal(ctx, held)
}

function prefix(ctx: RuleContext, json: unknown): Node {
  const held = object(ctx, json)
  only(ctx, held, prefixProperties)
  const base = expression(ctx, enter(ctx, held, 'addr'), 'primary')
  ctx.path.pop()
  return prefixOf(ctx, base, integer(ctx, held, 'len', 512))
}

function range(ctx: RuleContext, json: unknown): Node {
  const [low, high, ...more] = array(ctx, json)
  if (low === undefined || high === undefined || more.length > 0) return fail(ctx, 'must have two ends')
  const from = end(ctx, low, 0)
  const to = end(ctx, high, 1)
  const { datatype, length, byteorder } = from
  return { kind: 'range', datatype, length, byteorder, low: from.value, high: to.value }
}

function end(ctx: RuleContext, json: unknown, index: number): Extract<Node, { kind: 'value' }> {
  ctx.path.push(index)
  const node = expression(ctx, json, 'primary')
  if (node.kind !== 'value') return fail(ctx, 'must be constant')
  if (node.datatype.base === 'string') return fail(ctx, 'must not be a range of strings')
  ctx.path.pop()
  return node
}
