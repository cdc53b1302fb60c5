import assert from 'node:assert/strict'
import {
  accept,
  add,
  concat,
  create,
  delete_,
  destroy,
  dnat,
  drop,
  element,
  flush,
  icmpv6,
  insert,
  ip,
  last,
  limit,
  list,
  mapping,
  mapUpdate,
  match,
  meta,
  rename,
  replace,
  reset,
  set,
  tcp,
  vmap,
} from '../../lib/nftables/index.ts'
import { oneHandle } from '../nftables/support/handle.ts'
import { flushByNft, runNft } from '../nftables/support/nft-command.ts'
import { needs } from '../support/needs.ts'

const at = { family: 'ip', table: 't' } as const
const inChain = { ...at, chain: 'c' }
const base = [add.table({ family: 'ip', name: 't' }), add.chain({ ...at, name: 'c' })]
const text = (...more: string[]): string => runNft([...more, 'list', 'ruleset']).output

describe('helpers of nftables', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()
  beforeEach(flushByNft)

  it('take statements and elements as the second argument, or where the JSON of nft has them', async () => {
    const statements = [match(ip.saddr, '==', '10.0.0.0/8'), accept()]
    const elem = ['1.2.3.4', '10.0.0.0/8']
    const one = { ...inChain, expr: statements }
    assert.deepEqual(add.rule(one), add.rule(inChain, statements))
    assert.deepEqual(insert.rule(one), insert.rule(inChain, statements))
    assert.deepEqual(replace.rule({ ...one, handle: 4 }), replace.rule({ ...inChain, handle: 4 }, statements))
    for (const command of [add, create, delete_, destroy])
      assert.deepEqual(command.elements({ ...at, name: 's', elem }), command.elements({ ...at, name: 's' }, elem))
    await nft().apply([
      ...base,
      add.set({ ...at, name: 's', type: 'ipv4_addr', flags: 'interval' }),
      add.elements({ ...at, name: 's', elem }),
      add.rule(one),
    ])
    assert.match(text(), /elements = \{ 1\.2\.3\.4, 10\.0\.0\.0\/8 \}.*ip saddr 10\.0\.0\.0\/8 accept/s)
  })

  it('have a target address of ICMPv6, which implies the messages that have one', async () => {
    const types = [130, 131, 132, 135, 136, 137].map((type) => match(icmpv6.type, '==', type))
    await nft().apply([
      add.table({ family: 'ip6', name: 't' }),
      add.chain({ family: 'ip6', table: 't', name: 'c' }),
      ...[[], ...types.map((one) => [one])].map((before) =>
        add.rule({ family: 'ip6', table: 't', chain: 'c' }, [...before, match(icmpv6.taddr, '==', 'fd00::1')]),
      ),
    ])
    const { nftables } = await nft().list()
    const fields = nftables.flatMap((one) =>
      'rule' in one ? [JSON.stringify(one.rule.expr).match(/"field":"\w+"/g)] : [],
    )
    assert.deepEqual(
      fields,
      Array.from({ length: 7 }, () => ['"field":"type"', '"field":"taddr"']),
    )
    const all =
      'mld-listener-query, mld-listener-report, mld-listener-done, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect'
    assert.match(text(), new RegExp(`icmpv6 type \\{ ${all} \\} (icmpv6 taddr fd00::1|@th,64,128 0xfd0+1)\n`))
    await assert.rejects(
      nft().apply([
        add.rule({ family: 'ip6', table: 't', chain: 'c' }, [
          match(icmpv6.type, '==', 'echo-request'),
          match(icmpv6.taddr, '==', 'fd00::1'),
        ]),
      ]),
      /conflicting ICMP types/,
    )
  })

  it('take prefixes and ranges as text wherever a constant stands', async () => {
    await nft().apply([
      ...base,
      add.set({
        ...at,
        name: 's',
        type: 'ipv4_addr',
        flags: 'interval',
        elem: ['10.0.0.0/8', '192.168.0.1-192.168.0.9'],
      }),
      add.elements({ ...at, name: 's' }, ['172.16.0.0/12', element('1.2.3.0/24', { comment: 'x' })]),
      add.map({ ...at, name: 'm', type: 'ipv4_addr', map: 'mark', flags: 'interval', elem: [['10.0.0.0/8', 5]] }),
      add.rule(inChain, [match(ip.saddr, '==', set(['10.0.0.0/8', '11.0.0.1-11.0.0.3']))]),
      add.rule(inChain, [match(concat(ip.saddr, tcp.dport), '==', set([concat('10.0.0.0/8', '8000-8999')]))]),
      add.rule(inChain, [vmap(ip.saddr, [['10.0.0.0/8', accept()]])]),
      add.rule(inChain, [match(tcp.dport, '==', '8000-8999')]),
      add.rule(inChain, [match(meta.iifname, '==', 'a-b')]),
      add.chain({ ...at, name: 'n', type: 'nat', hook: 'prerouting', prio: 0 }),
      add.rule({ ...at, chain: 'n' }, [dnat({ addr: mapping(ip.saddr, [['10.0.0.0/8', '10.9.9.9']]) })]),
    ])
    const output = text()
    for (const line of [
      '1.2.3.0/24 comment "x", 10.0.0.0/8',
      '172.16.0.0/12, 192.168.0.1-192.168.0.9',
      '10.0.0.0/8 : 0x00000005',
      'ip saddr { 10.0.0.0/8, 11.0.0.1-11.0.0.3 }',
      'ip saddr . tcp dport { 10.0.0.0/8 . 8000-8999 }',
      'ip saddr vmap { 10.0.0.0/8 : accept }',
      'tcp dport 8000-8999',
      'iifname "a-b"',
      'dnat to ip saddr map { 10.0.0.0/8 : 10.9.9.9 }',
    ])
      assert.ok(output.replace(/\s+/g, ' ').includes(line), `${line}\n${output}`)
  })

  it('say every command', async () => {
    await nft().apply([
      ...base,
      create.chain({ ...at, name: 'd' }),
      add.counter({ ...at, name: 'k', packets: 5, bytes: 6 }),
      add.quota({ ...at, name: 'q', bytes: 1000, used: 5 }),
      add.limit({ ...at, name: 'l', rate: 5, per: 'second' }),
      add.ctHelper({ ...at, name: 'h', type: 'ftp', protocol: 'tcp' }),
      add.map({ ...at, name: 'm', type: 'ipv4_addr', map: 'mark', flags: ['dynamic', 'timeout'] }),
      add.rule(inChain, [accept()]),
      insert.rule(inChain, [last(), limit('l'), drop()]),
      add.rule(inChain, [mapUpdate('m', element(ip.saddr, { timeout: 60 }), 7)]),
    ])
    const [, , rule] = (await nft().list({ kind: 'rule' })).nftables as { rule: { handle: number } }[]
    await nft().apply([replace.rule({ ...inChain, handle: rule?.rule.handle ?? 0 }, [mapUpdate('m', ip.saddr, 8)])])
    assert.match(text(), /chain c \{\s+limit name "l" drop\s+accept\s+update @m \{ ip saddr : 0x00000008 \}/)
    const counters = await nft().apply([reset.counters({ family: 'ip', table: 't' }), list.quotas()])
    assert.deepEqual(
      counters.map((object) => Object.keys(object)[0]),
      ['counter', 'quota'],
    )
    assert.match(text(), /counter k \{\s+packets 0 bytes 0/)
    await nft().apply([
      rename.chain({ ...at, name: 'd' }, 'e'),
      flush.chain({ ...at, name: 'c' }),
      delete_.map({ ...at, name: 'm' }),
      destroy.counter({ ...at, name: 'nowhere' }),
      delete_.quota({ ...at, name: 'q' }),
    ])
    assert.match(text(), /chain c \{\s+\}\s+chain e \{/)
    assert.doesNotMatch(text(), /map m|quota q/)
    await nft().apply([flush.ruleset()])
    assert.equal(text(), '')
  })
})
