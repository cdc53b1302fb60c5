import { describeValue } from '../../errors.ts'
import { boolean, integer as integerType } from '../datatype/table.ts'
import { INET, IPV4, IPV6 } from '../protocol/table.ts'
import {
  FIB_PRESENT,
  fibFlags,
  fibResults,
  hashKey,
  ipsecDirections,
  ipsecKeys,
  numgenKey,
  numgenModes,
  OSF_VERSION,
  osfKey,
  osfTtls,
} from '../selector/other.ts'
import { expectLike, expectNothing, type RuleContext } from './context.ts'
import type { HashNode, LoadNode, Typed } from './node.ts'
import { fail } from './path.ts'
import { enter, flags, integer, object, only, optionalInteger, optionalWord, text, word } from './read.ts'
import { ipFamilies, loadNode } from './selector.ts'

const U32 = 0xffffffff
const osfProperties = new Set(['key', 'ttl'])
const fibProperties = new Set(['result', 'flags'])
const ipsecProperties = new Set(['key', 'dir', 'family', 'spnum'])
const numgenProperties = new Set(['mode', 'mod', 'offset'])
const hashProperties = new Set(['mod', 'offset', 'seed', 'expr'])
const symhashProperties = new Set(['mod', 'offset'])

export function osf(ctx: RuleContext, json: unknown): LoadNode {
  const held = object(ctx, json)
  only(ctx, held, osfProperties)
  const key = text(ctx, held, 'key')
  const ttl = optionalWord(ctx, held, 'ttl', osfTtls) ?? 0
  if (key !== 'name' && key !== 'version') fail(ctx, `unknown key ${describeValue(key)}`)
  const node = loadNode(osfKey, { name: 'osf', dreg: 0, ttl, flags: key === 'version' ? OSF_VERSION : 0 })
  expectLike(ctx, node)
  return node
}

/** With `present`, only whether there is a route. */
export function fib(ctx: RuleContext, json: unknown, present: boolean): LoadNode {
  const held = object(ctx, json)
  only(ctx, held, fibProperties)
  const name = text(ctx, held, 'result')
  const row = fibResults.find((candidate) => candidate.name === name)
  if (!row) return fail(ctx, `unknown result ${describeValue(name)}`)
  const bits = flags(ctx, held, 'flags', fibFlags)
  if ((bits & 3) === 0) fail(ctx, 'must have either saddr or daddr')
  if ((bits & 3) === 3) fail(ctx, 'must have saddr or daddr, not both')
  if ((bits & 24) === 24) fail(ctx, 'must have iif or oif, not both')
  const node = loadNode(row, { name: 'fib', dreg: 0, result: row.key, flags: present ? bits | FIB_PRESENT : bits })
  if (present) node.datatype = boolean
  expectLike(ctx, node)
  return node
}

export function ipsec(ctx: RuleContext, json: unknown): LoadNode {
  const held = object(ctx, json)
  only(ctx, held, ipsecProperties)
  if (ctx.family !== IPV4 && ctx.family !== IPV6 && ctx.family !== INET) {
    fail(ctx, 'is only allowed in tables of family ip, ip6 and inet')
  }
  const name = text(ctx, held, 'key')
  const family = optionalWord(ctx, held, 'family', ipFamilies) === IPV6 ? 'ip6' : 'ip'
  const row = ipsecKeys.find((candidate) => candidate.name === name && (candidate.family ?? family) === family)
  if (!row) return fail(ctx, `unknown key ${describeValue(name)}`)
  const dir = word(ctx, held, 'dir', ipsecDirections)
  const spnum = optionalInteger(ctx, held, 'spnum', 255) ?? 0
  const node = loadNode(row, { name: 'xfrm', dreg: 0, key: row.key, dir, spnum })
  expectLike(ctx, node)
  return node
}

export function numgen(ctx: RuleContext, json: unknown): LoadNode {
  const held = object(ctx, json)
  only(ctx, held, numgenProperties)
  const type = word(ctx, held, 'mode', numgenModes)
  const modulus = integer(ctx, held, 'mod', U32, 1)
  const offset = optionalInteger(ctx, held, 'offset', U32) ?? 0
  const node = loadNode(numgenKey, { name: 'numgen', dreg: 0, modulus, type, offset })
  adoptType(ctx, node)
  expectLike(ctx, node, modulus + offset - 1)
  return node
}

/** A number of 32 bits becomes whatever number of 32 bits the statement wants. */
function adoptType(ctx: RuleContext, node: Typed): void {
  const { datatype, length } = ctx.expected
  if (length === 32 && datatype.base === 'integer' && datatype.id !== integerType.id) node.datatype = datatype
}

export function symhash(ctx: RuleContext, json: unknown): LoadNode {
  const held = object(ctx, json)
  only(ctx, held, symhashProperties)
  const modulus = integer(ctx, held, 'mod', U32, 1)
  const offset = optionalInteger(ctx, held, 'offset', U32) ?? 0
  const node = loadNode(hashKey, { name: 'hash', dreg: 0, modulus, offset, type: 1 })
  adoptType(ctx, node)
  expectLike(ctx, node, modulus + offset - 1)
  return node
}

export function jhash(ctx: RuleContext, json: unknown): HashNode {
  const held = object(ctx, json)
  only(ctx, held, hashProperties)
  const modulus = integer(ctx, held, 'mod', U32, 1)
  const offset = optionalInteger(ctx, held, 'offset', U32) ?? 0
  const seed = optionalInteger(ctx, held, 'seed', U32)
  const type: Typed = { datatype: hashKey.datatype, length: hashKey.length, byteorder: hashKey.byteorder }
  adoptType(ctx, type)
  expectNothing(ctx)
  const input = ctx.expression(ctx, enter(ctx, held, 'expr'), 'left')
  ctx.path.pop()
  const node: HashNode = { kind: 'hash', input, modulus, offset, seed, ...type }
  expectLike(ctx, node, modulus + offset - 1)
  return node
}
