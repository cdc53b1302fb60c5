import assert from 'node:assert/strict'
import type { Surroundings } from '../../lib/nftables/compile/context.ts'
import { Patterns } from '../../lib/nftables/compile/pattern.ts'
import { compileRule } from '../../lib/nftables/compile/rule.ts'
import { openNames } from '../../lib/nftables/datatype/names.ts'
import { symbolsOf } from '../../lib/nftables/datatype/symbols.ts'
import { accept, counter, ct, ether, icmp, ip, ip6, match, meta, tcp } from '../../lib/nftables/helper.ts'
import type { Statement } from '../../lib/nftables/json.ts'
import { NFT_MSG } from '../../lib/nftables/kernel.ts'
import { addon, type OutgoingRule } from '../../lib/nftables/native.ts'
import { families } from '../../lib/nftables/protocol/table.ts'
import { Variant } from '../../lib/nftables/tape/variant.ts'
import { type Entry, isThere, readCorpus } from './support/corpus.ts'

interface Example {
  family: number
  expr: readonly Statement[]
}

const inet = families.inet
const own: readonly Example[] = [
  [match(ip.saddr, '==', '10.0.0.1'), match(tcp.dport, '==', 80), counter(), accept()],
  [match(ip.saddr, '!=', '10.0.0.1'), accept()],
  [match(ip6.daddr, '==', 'fd00::1'), match(tcp.sport, '==', 'ssh')],
  [match(tcp.sport, '==', 5), match(tcp.dport, '==', 6)],
  [match(ip.protocol, '==', 'tcp'), match(ip.ttl, '==', 5)],
  [match(ip.dscp, '==', 'cs1')],
  [match(meta.iifname, '==', 'eth0'), accept()],
  [match(meta.mark, '==', 5), match(meta.l4proto, '==', 'udp')],
  [match(meta.nfproto, '==', 'ipv4'), match(meta.length, '>', 5)],
  [match(ct.state, 'in', 'new'), match(ct.mark, '==', 7)],
  [match(icmp.type, '==', 'echo-request'), match(icmp.id, '==', 9)],
  [match(ether.saddr, '==', '00:01:02:03:04:05'), counter()],
].map((expr) => ({ family: inet, expr }))

/** Constants of every kind, most of which are wrong in most places. */
const others = [
  ...[0, 1, 5, 6, 17, 58, 80, 255, 65_535, 65_536, 2 ** 32, -1, 1.5],
  ...['10.9.8.7', '10.9.8', 'fd00::7', '80', 'ssh', 'eth1', 'eth*', '*', '', '@s', 'tcp', 'udp', 'icmp', 'ipv6', 'cs2'],
  ...['established', 'echo-reply', 'router-advertisement', '06:05:04:03:02:01', 'monday', '0x1f', 'x'.repeat(20)],
]

const names = openNames(
  symbolsOf([
    ['lo', 1],
    ['eth1', 2],
  ]),
)

/** Where a rule is compiled; no set is there. */
function surroundings(): Surroundings {
  return {
    path: [],
    names,
    findSet() {
      throw new TypeError('there is no set')
    },
    nextId: () => 1,
  }
}

/** What the kernel gets, or what is said instead. */
function outcome(compile: () => { expressions: OutgoingRule['expressions'] }): string {
  try {
    const object: OutgoingRule = { family: inet, table: 't', chain: 'c', expressions: compile().expressions }
    const { bytes } = addon().buildBatch([{ type: NFT_MSG.NEWRULE, flags: 0, object }], 1)
    return Buffer.from(bytes).toString('hex')
  } catch (thrown) {
    return String(thrown)
  }
}

/** The rule as it is, and with other constants in its matches, one at a time. */
function* variants({ family, expr }: Example): Generator<Example> {
  yield { family, expr }
  for (const [i, statement] of expr.entries()) {
    if (!('match' in statement) || typeof statement.match.right === 'object') continue
    for (const right of others) {
      yield { family, expr: expr.with(i, { match: { ...statement.match, right } } as Statement) }
    }
  }
}

/** Compiles each variant from the template of the rule, and separately; returns how many came from the template. */
function compare(example: Example): number {
  let patterned = 0
  for (const { family, expr } of variants(example)) {
    const patterns = new Patterns(surroundings())
    patterns.compile(example.family, 't', example.expr)
    const found = outcome(() => {
      const compiled = patterns.compile(family, 't', expr)
      if (compiled.expressions instanceof Variant) patterned++
      return compiled
    })
    const wanted = outcome(() => compileRule(surroundings(), family, 't', expr))
    assert.equal(found, wanted, JSON.stringify(expr))
  }
  return patterned
}

describe('rules that differ in constants only', function () {
  this.timeout(60_000)

  it('are compiled as if they stood alone', () => {
    const patterned = own.map(compare)
    assert.ok(
      patterned.filter((count) => count > 1).length >= own.length - 3,
      `patterns of ${patterned.join(', ')} variants`,
    )
  })

  it('likewise those of nftables', function () {
    if (!isThere) this.skip()
    const seen = new Set<string>()
    let patterned = 0
    for (const { family, json } of readCorpus<Entry>('rules.jsonl')) {
      const key = JSON.stringify([family, json])
      if (seen.has(key) || /"@|"set"|"map"/.test(key)) continue
      seen.add(key)
      patterned += compare({ family: families[family], expr: json })
    }
    assert.ok(patterned > 1000)
  })
})
