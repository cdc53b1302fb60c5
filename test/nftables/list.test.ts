import assert from 'node:assert/strict'
import { NetlinkError } from '../../lib/errors.ts'
import type { ListOptions } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { oneHandle } from './support/handle.ts'
import { flushByNft, listByNft, runNft, scriptByNft } from './support/nft-command.ts'
import { inTimeZone } from './support/time-zone.ts'

const script = `
table inet objects {
  counter c1 { packets 5 bytes 10; }
  quota q1 { over 10 mbytes used 3 kbytes; }
  quota q2 { 1000 bytes; }
  ct helper h1 { type "ftp" protocol tcp; l3proto ip; }
  ct timeout t1 { protocol tcp; l3proto ip; policy = { established: 100, close: 4 }; }
  ct expectation e1 { protocol tcp; dport 9876; timeout 2m; size 12; l3proto ip; }
  limit l1 { rate 400/minute; }
  limit l2 { rate over 1024 bytes/second burst 512 bytes; }
}
table ip held {
  counter c1 { }
  set times { type ipv4_addr; flags interval,timeout; timeout 1h; gc-interval 10s; elements = { 10.0.0.0/8, 1.2.3.4-1.2.3.9, 9.9.9.9 } }
  set sized { type mark; size 100; counter; elements = { 22 counter packets 3 bytes 4, 80 counter packets 0 bytes 0 comment "web" } }
  set parts { type ifname . ipv4_addr . mark; flags interval; elements = { "eth*" . 10.0.0.0/8 . 5, "lo" . 1.1.1.1 . 10-20 } }
  set macs { type ether_addr; flags constant; policy memory; elements = { 00:11:22:33:44:55 } }
  set marks { type mark; flags interval; elements = { 1-15, 0x20, 0xfffffff0-0xffffffff } }
  set states { type ct_state; elements = { new, established | related, invalid } }
  set ports { type inet_proto . inet_service; elements = { tcp . 22, udp . 53 } }
  set everything { type ipv6_addr; flags interval; elements = { ::/0 } }
  set names { type ifname; flags interval; elements = { "eth*", "wlan0" } }
  set wild { type ipv4_addr; flags interval; counter; elements = { 1.1.1.0/24 counter packets 1 bytes 2, * } }
  map verdicts { type ipv4_addr : verdict; elements = { 1.1.1.1 : accept, 2.2.2.2 : drop } }
  map hosts { type ipv4_addr . inet_service : ipv4_addr . inet_service; flags interval; elements = { 1.1.1.0/24 . 80 : 2.2.2.2 . 8080 } }
  map counters { type ipv4_addr : counter; elements = { 1.1.1.1 : "c1" } }
  map comments { type ipv4_addr : mark; flags interval; elements = { 1.1.1.0/24 comment "x" : 5 } }
}
table inet twice {
  chain filter { type filter hook input priority filter - 5; policy drop; }
  chain nat { type nat hook prerouting priority dstnat; }
  chain route { type route hook output priority mangle; }
  chain rules {
    iif "lo" accept
    meta l4proto { tcp, udp } th dport 53 counter packets 7 bytes 8 comment "dns"
    ip protocol icmp icmp type echo-request limit rate 5/second accept
    tcp dport vmap { 22 : accept, 80-90 : drop }
    ct state established,related accept
    meta hour "12:00"-"13:00" drop
    quota over 5 kbytes used 1 bytes drop
    update @seen { ip saddr timeout 1m limit rate 5/second } log prefix "seen " group 3
    jhash ip saddr . tcp dport mod 16 0-3 accept
    meta pkttype { host, 77 } meta pkttype & 0xf0 != 0x10
    ct status >= assured ct state 2-4 meta iiftype <= ppp fib daddr type > unicast
  }
  set seen { type ipv4_addr; flags dynamic,timeout; timeout 1h; }
}
table bridge b {
  chain c {
    type filter hook prerouting priority dstnat;
    vlan id 5 arp operation request
  }
}
table arp a {
  chain c {
    type filter hook input priority 0;
    arp saddr ip 10.0.0.0/8 accept
  }
}
table ip6 twice {
  chain c {
    ip6 saddr fe80::/10 drop
  }
}
`

describe('list', () => {
  needs('command nft', 'nftables')
  inTimeZone()
  const nft = oneHandle()

  before(async () => {
    flushByNft()
    scriptByNft(script)
  })

  const ours = async (options?: ListOptions) => steady((await nft().list(options)).nftables)
  const theirs = () => steady(listByNft())

  function ofNft(...command: string[]): unknown[] {
    const { output, complaint } = runNft(['-j', ...command])
    assert.ok(output, complaint)
    const { nftables } = JSON.parse(output) as { nftables: object[] }
    return steady(nftables.filter((object) => !('metainfo' in object)))
  }

  it('everything is as nft lists it', async () => {
    assert.deepEqual(await ours(), theirs())
  })

  it('a family', async () => {
    for (const family of ['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'] as const)
      assert.deepEqual(await ours({ family }), ofNft('list', 'ruleset', family))
  })

  it('a table', async () => {
    assert.deepEqual(await ours({ family: 'ip', table: 'held' }), ofNft('list', 'table', 'ip', 'held'))
    assert.deepEqual(await ours({ family: 'inet', table: 'twice' }), ofNft('list', 'table', 'inet', 'twice'))
  })

  it('a name without a family is that of every table so named', async () => {
    const [inet, ip6] = [ofNft('list', 'table', 'inet', 'twice'), ofNft('list', 'table', 'ip6', 'twice')]
    const listed = await ours({ table: 'twice' })
    assert.equal(listed.length, inet.length + ip6.length)
    for (const object of [...inet, ...ip6])
      assert.ok(listed.some((one) => JSON.stringify(one) === JSON.stringify(object)))
  })

  it('a kind', async () => {
    const all = theirs()
    for (const kind of ['table', 'chain', 'rule', 'set', 'map', 'counter', 'quota', 'limit', 'ct helper'] as const)
      assert.deepEqual(
        await ours({ kind }),
        all.filter((object) => kind in object),
      )
  })

  it('without states', async () => {
    assert.deepEqual(await ours({ stateless: true }), ofNft('-s', 'list', 'ruleset'))
  })

  it('protocols by number', async () => {
    const options = { numericProtocols: true }
    assert.deepEqual(await ours(options), ofNft('-p', 'list', 'ruleset'))
    assert.deepEqual(await ours({ ...options, stateless: true }), ofNft('-s', '-p', 'list', 'ruleset'))
  })

  it('a table that is not there', async () => {
    await assert.rejects(nft().list({ family: 'ip', table: 'nowhere' }), (error: unknown) => {
      assert.ok(error instanceof NetlinkError)
      assert.equal(error.code, 'ENOENT')
      assert.match(error.message, /nowhere/)
      return true
    })
  })

  it('an empty family is not an error', async () => {
    assert.deepEqual(await ours({ family: 'netdev' }), [])
  })

  it('what cannot be asked for', async () => {
    const wrong: [object, RegExp][] = [
      [{ family: 'ipx' }, /^list: family must be one of inet, .*, not 'ipx'$/],
      [{ table: '' }, /^list: table must be a name/],
      [{ kind: 'rules' }, /^list: kind must be one of table, /],
      [{ stateless: 1 }, /^list: stateless must be true or false, not 1$/],
      [{ tables: 't' }, /^list: unknown option 'tables'; known are family, table, kind/],
    ]
    for (const [options, message] of wrong) await assert.rejects(ours(options), { name: 'TypeError', message })
  })

  it('what is listed can be applied, and is the same again', async () => {
    const { nftables: before } = await nft().list()
    await nft().flushRuleset()
    await nft().apply(before)
    assert.deepEqual((await ours()).map(settled), steady(before).map(settled))
  })
})

/** Elements keep expiring between two lists. */
function steady(objects: readonly object[]): object[] {
  const still = (key: string, value: unknown): unknown => (key === 'expires' ? typeof value : value)
  return JSON.parse(JSON.stringify(objects, still)) as object[]
}

/** Tables created again have new handles, and their hashes a new order; elements keep expiring. */
function settled(object: object): unknown {
  const [[kind, { handle: _, elem, ...body }]] = Object.entries(object) as [
    [string, { handle?: number; elem?: unknown[] }],
  ]
  const lasting = (one: unknown) => JSON.stringify(one, (key, value) => (key === 'expires' ? undefined : value))
  return { [kind]: { ...body, ...(elem && { elem: elem.map(lasting).sort() }) } }
}
