import assert from 'node:assert/strict'
import * as h from '../../lib/nftables/helper.ts'
import type { Family, Statement } from '../../lib/nftables/json.ts'
import { applyByNft, flushByNft, listByNft, runNft, scriptByNft } from './support/nft-command.ts'

const { add, ct, ether, icmp, icmpv6, ip, ip6, match, meta, tcp, th, udp, vlan } = h

/** The statements of the only rule, as nft shows them without states and with protocols by number. */
function shown(family: Family, statements: Statement[], chain: object = {}, before = ''): unknown {
  flushByNft()
  const table = { family, name: 't' }
  const where = { family, table: 't', chain: 'c' }
  applyByNft([add.table(table), { add: { chain: { family, table: 't', name: 'x' } } }])
  scriptByNft(before)
  applyByNft([{ add: { chain: { family, table: 't', name: 'c', ...chain } } }])
  applyByNft([add.rule(where, statements)])
  const rules = listByNft('-s', '-p').flatMap((object) => ('rule' in object ? [object.rule] : []))
  return (rules[0] as { expr: unknown }).expr
}

/** nft takes the statements and shows the same. */
function stays(family: Family, ...statements: Statement[]): void {
  assert.deepEqual(shown(family, statements), statements)
}

const natChain = { type: 'nat', hook: 'prerouting', prio: -100, policy: 'accept' }
const postChain = { type: 'nat', hook: 'postrouting', prio: 100, policy: 'accept' }
const filterChain = { type: 'filter', hook: 'prerouting', prio: -150, policy: 'accept' }

describe('helpers build what nft accepts and shows', () => {
  it('match takes every operator', () => {
    for (const op of ['==', '!=', '<', '>', '<=', '>='] as const) stays('ip', match(tcp.dport, op, 22))
    stays('ip', match(ct.state, 'in', ['established', 'related']))
    stays('ip', match(tcp.flags, '!', 'syn'))
  })

  it('match writes a prefix as nft does', () => {
    const statement = match(ip.saddr, '==', '172.18.0.0/16')
    assert.deepEqual(statement, { match: { op: '==', left: ip.saddr, right: h.prefix('172.18.0.0', 16) } })
    stays('ip', statement)
    stays('ip6', match(ip6.daddr, '!=', 'fe80::/10'))
    stays('ip', match(ip.saddr, '==', h.set(['10.0.0.1', h.prefix('10.1.0.0', 16), h.range('10.2.0.1', '10.2.0.9')])))
  })

  it('every field of a header can be matched', () => {
    stays('bridge', match(ether.saddr, '==', '00:11:22:33:44:55'))
    stays('bridge', match(vlan.id, '==', 5), match(vlan.pcp, '==', 3))
    stays('arp', match(h.arp.operation, '==', 'request'), match(h.arp.saddrIp, '==', '10.0.0.1'))
    for (const field of [ip.version, ip.length, ip.id, ip.ttl, ip.checksum]) stays('ip', match(field, '==', 4))
    for (const field of [ip6.flowlabel, ip6.length, ip6.hoplimit]) stays('ip6', match(field, '==', 4))
    stays('ip', match(icmp.type, '==', 'echo-request'))
    stays('ip6', match(icmpv6.type, '==', 'nd-neighbor-solicit'))
    for (const field of [tcp.sport, tcp.sequence, tcp.ackseq, tcp.doff, tcp.window, tcp.urgptr])
      stays('ip', match(field, '==', 4))
    stays('ip', match(udp.length, '==', 100))
    stays('ip', match(meta.l4proto, '==', h.set([6, 17])), match(th.dport, '==', 53))
    stays('ip', match(h.sctp.vtag, '==', 5))
    stays('ip', match(h.dccp.type, '==', 'request'))
    stays('ip', match(h.ah.spi, '==', 5))
    stays('ip', match(h.esp.spi, '==', 5))
    stays('ip', match(h.comp.cpi, '==', 5))
    stays('ip', match(h.udplite.dport, '==', 5))
    stays('ip', match(h.igmp.type, '==', 'membership-query'))
    stays('ip', match(h.raw('th', 0, 8), '==', 5))
  })

  it('meta and ct are named by key', () => {
    stays('inet', match(meta.oifname, '==', 'eth0'), match(meta.iifname, '!=', 'br*'))
    for (const key of [meta.length, meta.mark, meta.cpu, meta.cgroup, meta.skuid]) stays('ip', match(key, '==', 5))
    stays('ip', match(meta.pkttype, '==', 'broadcast'))
    stays('ip', match(meta.day, '==', 'Monday'))
    stays('ip', match(ct.status, 'in', 'dnat'))
    stays('ip', match(ct.direction, '==', 'original'))
    stays('inet', match(ct.original.ipDaddr, '==', '10.0.0.1'))
    stays('ip', match(ct.reply.bytes, '>', 100))
  })

  it('extension headers and options are found by name', () => {
    stays('ip6', match(h.exthdr('frag', 'frag-off'), '==', 33))
    stays('ip6', match(h.exthdr('hbh'), '==', true))
    stays('ip', match(h.tcpOption('maxseg', 'size'), '==', 1400))
    stays('ip', match(h.tcpOption('timestamp'), '==', false))
    stays('ip', match(h.ipOption('rr', 'ptr'), '==', 4))
    stays('ip', match(h.sctpChunk('data', 'flags'), '==', 2))
  })

  it('expressions without a packet: fib, numgen, hashes, sockets, routes', () => {
    const chain = filterChain
    const prerouting = (statement: Statement): void => assert.deepEqual(shown('ip', [statement], chain), [statement])
    prerouting(match(h.fib(['daddr'], 'type'), '==', 'local'))
    prerouting(match(h.fib(['saddr', 'iif'], 'oif'), '==', false))
    stays('ip', match(h.numgen('inc', 10), '==', 3))
    stays('ip', match(h.numgen('random', 10, 5), '<', 8))
    stays('ip', match(h.jhash(ip.saddr, 10, { seed: 5, offset: 2 }), '==', 3))
    stays('ip', match(h.symhash(4, 1), '==', 2))
    prerouting(match(h.socket.transparent, '==', 1))
    stays('ip', match(h.rt.classid, '==', '5'))
    stays('inet', match(h.rt.ipNexthop, '==', '10.0.0.1'))
    prerouting(match(h.ipsec({ key: 'reqid', dir: 'in', spnum: 0 }), '==', 5))
    prerouting(match(h.osf('name', 'loose'), '==', 'Linux'))
  })

  it('concatenations, maps and arithmetic', () => {
    stays('ip', match(h.concat(ip.saddr, tcp.dport), '==', h.set([h.concat('10.0.0.1', 22), h.concat('10.0.0.2', 80)])))
    stays(
      'ip',
      h.mangle(
        meta.mark,
        h.mapping(tcp.dport, [
          [22, 1],
          [80, 2],
        ]),
      ),
    )
    stays('ip', match(h.and(meta.mark, 255), '==', 5))
    stays('ip', match(h.or(meta.mark, 255), '==', 511))
    assert.deepEqual(shown('ip', [match(h.xor(meta.mark, 255), '==', 5)]), [match(meta.mark, '==', 250)])
    stays('ip', h.mangle(meta.mark, h.shiftLeft(meta.mark, 4)))
    stays('ip', h.mangle(meta.mark, h.shiftRight(meta.mark, 4)))
  })

  it('verdicts', () => {
    for (const verdict of [h.accept(), h.drop(), h.continue_(), h.return_(), h.jump('x'), h.goto('x')])
      stays('ip', verdict)
    stays(
      'ip',
      h.vmap(ct.state, [
        ['established', h.accept()],
        ['new', h.jump('x')],
      ]),
    )
  })

  it('statements', () => {
    stays('ip', h.counter())
    stays('ip', h.notrack())
    stays('ip', h.log())
    stays('ip', h.log({ prefix: 'in: ', level: 'info', flags: ['tcp sequence', 'ip options'] }))
    stays('ip', h.log({ group: 2, snaplen: 64, 'queue-threshold': 5 }))
    stays('ip', h.limit({ rate: 10, burst: 5, per: 'second' }))
    stays('ip', h.quota({ val: 25, val_unit: 'mbytes', inv: true }))
    stays('ip', h.ctCount(5, true))
    stays('ip', h.mangle(ip.ttl, 5))
    stays('ip', h.mangle(ct.mark, meta.mark))
    stays('ip', h.reset(h.tcpOption('sack-perm')))
    stays('ip', h.dup('10.0.0.1', 'lo'))
    stays('ip', h.reject('icmp', 'host-unreachable'))
    stays('ip', h.reject('tcp reset'))
    stays('inet', h.reject('icmpx', 'admin-prohibited'))
    assert.deepEqual(shown('ip', [h.reject()]), [h.reject('icmp', 'port-unreachable')])
  })

  it('queues are what nft makes of the same words', () => {
    const { output: bytecode } = runNft(
      ['-j', '-c', '--debug=netlink'],
      JSON.stringify({
        nftables: [
          add.table({ family: 'ip', name: 'q' }),
          add.chain({ family: 'ip', table: 'q', name: 'c' }),
          add.rule({ family: 'ip', table: 'q', chain: 'c' }, [h.queue({ num: h.range(1, 3), flags: 'bypass' })]),
        ],
      }),
    )
    assert.match(bytecode, /\[ queue num 1-3 bypass \]/)
  })

  it('address translation', () => {
    const nat = (statement: Statement, chain = natChain): void =>
      assert.deepEqual(shown('ip', [match(tcp.dport, '==', 80), statement], chain), [
        match(tcp.dport, '==', 80),
        statement,
      ])
    nat(h.dnat({ addr: '10.0.0.1', port: 8080 }))
    nat(h.redirect({ port: 8080, flags: 'random' }))
    nat(h.redirect())
    nat(h.snat({ addr: h.range('10.0.0.1', '10.0.0.9') }), postChain)
    nat(h.masquerade({ flags: ['random', 'persistent'] }), postChain)
    nat(h.masquerade(), postChain)
    nat(h.tproxy({ port: 8080 }), filterChain)
  })

  it('sets filled from the packet path', () => {
    const set = 'add set ip t s { type ipv4_addr; flags dynamic,timeout; size 64; }'
    const statements = [
      h.setAdd('s', ip.saddr),
      h.setUpdate('s', h.element(ip.saddr, { timeout: 60 }), [h.limit({ rate: 5, burst: 5, per: 'second' })]),
      h.setDelete('s', ip.daddr),
      match(ip.saddr, '==', h.named('s')),
    ]
    assert.deepEqual(shown('ip', statements, {}, set), statements)
  })

  it('objects are referred to by name', () => {
    const objects = 'add counter ip t k; add ct helper ip t f { type "ftp" protocol tcp; }'
    const statements = [h.counter('k'), h.ctHelper('f')]
    assert.deepEqual(shown('ip', statements, {}, objects), statements)
  })

  it('commands add what they name', () => {
    flushByNft()
    const inTable = { family: 'ip', table: 't' } as const
    applyByNft([
      add.table({ family: 'ip', name: 't' }),
      add.chain({ ...inTable, name: 'c', ...filterChain, type: 'filter', hook: 'input', policy: 'accept' }),
      add.set({ ...inTable, name: 's', type: 'ipv4_addr' }),
      add.map({ ...inTable, name: 'm', type: 'inet_service', map: 'verdict' }),
      add.elements({ ...inTable, name: 's' }, ['10.0.0.1']),
      add.elements({ ...inTable, name: 'm' }, [[22, h.accept()]]),
      add.rule({ ...inTable, chain: 'c', comment: 'ssh' }, [h.vmap(tcp.dport, h.named('m'))]),
    ])
    const kinds = listByNft().map((object) => Object.keys(object)[0])
    assert.deepEqual(kinds, ['table', 'set', 'map', 'chain', 'rule'])
  })
})
