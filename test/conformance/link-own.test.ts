import assert from 'node:assert/strict'
import type { Netlink } from '../../lib/index.ts'
import { link } from '../../lib/link/message.ts'
import { needs, needsHere } from '../support/needs.ts'
import { onePlace, TWO_LINKS } from '../support/place.ts'
import { name as unique } from '../support/unique.ts'
import { agree, rowless } from './support/link-case.ts'

/** A VXLAN, since that kind can be held down by a protocol; what cannot be set when it is made is set afterwards. */
async function make(nl: Netlink, name: string, settings: object): Promise<void> {
  await nl.createVxlan({ name, data: { id: 7, port: 4789 } })
  if (Object.keys(settings).length > 0) await nl.setLink(name, settings)
}

const upper = (shown: string) => shown.toLowerCase()
const hardware = 'of hardware that the machine of the tests has not'
const inRequests = 'stands in requests only'
const newer = 'newer than iproute2 6.1'

describe('what every link has, and ip', () => {
  needs('vxlan')
  agree({
    table: link,
    script: `${TWO_LINKS}\nip link add br0 index 60 type bridge`,
    make,
    ip: (name, words) =>
      `ip link add ${name} type vxlan id 7 dstport 4789; ip link set ${name} ${words.replace('LINK', name)}`,
    ours: (found) => found,
    shown: (json) => json,
    cases: [
      {
        row: 'address',
        ours: '02:00:00:00:00:07',
        ip: 'address 02:00:00:00:00:07',
        json: 'address',
        shown: '02:00:00:00:00:07',
      },
      {
        row: 'broadcast',
        ours: 'ff:ff:ff:ff:ff:fe',
        ip: 'broadcast ff:ff:ff:ff:ff:fe',
        json: 'broadcast',
        shown: 'ff:ff:ff:ff:ff:fe',
      },
      { row: 'mtu', ours: 1300, ip: 'mtu 1300', json: 'mtu', shown: 1300 },
      { row: 'master', ours: 'br0', listed: 60, ip: 'master br0', json: 'master', shown: 'br0' },
      { row: 'txqlen', ours: 77, ip: 'txqueuelen 77', json: 'txqlen', shown: 77 },
      { row: 'linkmode', ours: 'dormant', ip: 'mode dormant', json: 'linkmode', shown: 'DORMANT' },
      { row: 'alias', ours: 'the third one', ip: 'alias "the third one"', json: 'ifalias', shown: 'the third one' },
      { row: 'group', ours: 9, ip: 'group 9', json: 'group', shown: '9' },
      { row: 'protoDown', ours: true, ip: 'protodown on', json: 'proto_down', shown: true },
      {
        row: 'protoDownReason',
        ours: { value: 8 },
        beside: { protoDown: true },
        ip: 'protodown on; ip link set LINK protodown_reason 3 on',
        json: 'proto_down_reason',
        shown: ['3'],
      },
      { row: 'gsoMaxSegs', ours: 100, ip: 'gso_max_segs 100', json: 'gso_max_segs', shown: 100 },
      { row: 'gsoMaxSize', ours: 60000, ip: 'gso_max_size 60000', json: 'gso_max_size', shown: 60000 },
      { row: 'groMaxSize', ours: 60000, ip: 'gro_max_size 60000', json: 'gro_max_size', shown: 60000 },
    ],
    kept: [
      { row: 'gsoIpv4MaxSize', ours: 60000, why: newer, since: 'linux 6.3' },
      { row: 'groIpv4MaxSize', ours: 60000, why: newer, since: 'linux 6.3' },
    ],
    told: [
      { row: 'name', json: 'ifname' },
      { row: 'qdisc', json: 'qdisc' },
      { row: 'operstate', json: 'operstate', as: upper },
      { row: 'promiscuity', json: 'promiscuity' },
      { row: 'numTxQueues', json: 'num_tx_queues' },
      { row: 'numRxQueues', json: 'num_rx_queues' },
      { row: 'minMtu', json: 'min_mtu' },
      { row: 'maxMtu', json: 'max_mtu' },
      { row: 'tsoMaxSize', json: 'tso_max_size' },
      { row: 'tsoMaxSegs', json: 'tso_max_segs' },
      { row: 'allmultiCount', json: 'allmulti' },
    ],
    left: {
      link: 'of links on links: below',
      stats: 'counters: below',
      protinfo: 'in messages of other families: test/golden',
      map: 'ip shows it nowhere',
      linkinfo: 'by kind, in files of their own',
      numVf: hardware,
      vfinfoList: hardware,
      stats64: 'counters: below',
      vfPorts: hardware,
      portSelf: hardware,
      afSpec: 'by family: below',
      netns: 'moves the link: link-verbs',
      extMask: inRequests,
      carrier: 'no kind of the tests lets it be set; ip shows it as a flag',
      physPortId: hardware,
      carrierChanges: 'counters: below',
      physSwitchId: hardware,
      linkNetnsid: 'of links whose other end is elsewhere: below',
      physPortName: hardware,
      xdp: 'needs a program for the kernel',
      event: 'in events only',
      newNetnsid: 'in events only',
      targetNetnsid: inRequests,
      carrierUpCount: 'ip shows it nowhere',
      carrierDownCount: 'ip shows it nowhere',
      newIfindex: 'in events, and in requests that move a link',
      altnames: 'below',
      altIfname: inRequests,
      permAddress: hardware,
      parentDevName: hardware,
      parentDevBusName: hardware,
      maxPacingOffloadHorizon: hardware,
      netnsImmutable: newer,
      headroom: newer,
      tailroom: newer,
    },
  })

  it('no constant of the header lacks a row, but those that nothing uses or other parts of the kernel own', () => {
    const unused = ['IFLA_COST', 'IFLA_PRIORITY', 'IFLA_WIRELESS', 'IFLA_WEIGHT', 'IFLA_NET_NS_PID', 'IFLA_IF_NETNSID']
    const missing = rowless(link).filter(
      (constant) => !['IFLA_DEVLINK_PORT', 'IFLA_DPLL_PIN', 'IFLA_ALT_IFNAME'].includes(constant),
    )
    assert.deepEqual(missing, unused)
  })
})

describe('flags of links and ip', () => {
  needs('veth')
  const here = onePlace('ip link add v0 type veth peer name p0')
  const shown = () => (here().ip('-j link show dev v0')[0] as never as { flags: string[] }).flags
  const listed = async () => (await here().nl.getLink('v0')).flags

  const words = [
    ['up', 'up', 'down', 'UP'],
    ['noarp', 'arp off', 'arp on', 'NOARP'],
    ['promisc', 'promisc on', 'promisc off', 'PROMISC'],
    ['allmulti', 'allmulticast on', 'allmulticast off', 'ALLMULTI'],
    ['dynamic', 'dynamic on', 'dynamic off', 'DYNAMIC'],
    ['notrailers', 'trailers off', 'trailers on', 'NOTRAILERS'],
  ] as const
  for (const [flag, on, off, word] of words) {
    it(`${flag} is ${word}`, async () => {
      await here().nl.setLink('v0', { [flag]: true })
      assert.ok(shown().includes(word), `${shown()}`)
      await here().nl.setLink('v0', { [flag]: false })
      assert.ok(!shown().includes(word), `${shown()}`)
      here().run(`ip link set v0 ${on}`)
      assert.ok((await listed()).includes(flag))
      here().run(`ip link set v0 ${off}`)
      assert.ok(!(await listed()).includes(flag))
    })
  }

  it('multicast can be turned off', async () => {
    await here().nl.setLink('v0', { multicast: false })
    assert.ok(!shown().includes('MULTICAST'))
    here().run('ip link set v0 multicast on')
    assert.ok((await listed()).includes('multicast'))
  })

  it('debug is a flag that ip cannot set', async () => {
    await here().nl.setLink('v0', { debug: true })
    assert.ok(shown().includes('DEBUG'))
    await here().nl.setLink('v0', { debug: false })
  })

  it('flags that are given turn on, and a flag of its own decides over them', async () => {
    await here().nl.setLink('v0', { flags: ['promisc', 'allmulti'], allmulti: false })
    assert.ok(shown().includes('PROMISC'))
    assert.ok(!shown().includes('ALLMULTI'))
  })
})

describe('nests of links and ip', () => {
  needs('veth', 'macvlan')
  const here = onePlace(TWO_LINKS)
  const json = (name: string) => here().ip(`-j -d -s -s link show dev ${name}`)[0] as never as Record<string, unknown>

  it('alternative names are those of ip', async () => {
    await here().nl.addAltname('v0', ['another', 'a-name-of-more-than-fifteen-bytes'])
    assert.deepEqual(json('v0').altnames, ['another', 'a-name-of-more-than-fifteen-bytes'])
    here().run('ip link property add dev v0 altname third')
    assert.deepEqual((await here().nl.getLink('third')).altnames, [
      'another',
      'a-name-of-more-than-fifteen-bytes',
      'third',
    ])
    assert.equal((await here().nl.getLink('a-name-of-more-than-fifteen-bytes')).name, 'v0')
    await here().nl.deleteAltname('v0', ['another', 'third'])
    assert.deepEqual(json('v0').altnames, ['a-name-of-more-than-fifteen-bytes'])
  })

  it('the link below is that of ip', async () => {
    const name = unique('m')
    await here().nl.createMacvlan({ name, link: 'v0' })
    assert.equal(json(name).link, 'v0')
    assert.equal((await here().nl.getLink(name)).link, 10)
  })

  it('the namespace of the other end has the number that ip shows', async () => {
    const name = unique('n')
    const netns = await here().nl.createNetns()
    const made = await here().nl.createVeth({ name, peer: { name: 'eth0', netns } })
    assert.equal(made.linkNetnsid, json(name).link_netnsid)
    assert.equal(made.link, json(name).link_index)
    await netns.close()
  })

  it('counters are those of ip', async () => {
    here().run('ip link set lo up')
    here().run('ping -c 2 -i 0.2 -q 127.0.0.1')
    const { stats64: shown } = json('lo') as never as {
      stats64: { rx: Record<string, number>; tx: Record<string, number> }
    }
    const { stats64, stats, carrierChanges } = await here().nl.getLink('lo')
    assert.ok(stats64 && stats)
    assert.equal(stats64.rxPackets, 4)
    assert.equal(Number(stats64.rxBytes), shown.rx.bytes)
    assert.equal(Number(stats64.txPackets), shown.tx.packets)
    assert.deepEqual([stats.rxPackets, stats.txBytes], [shown.rx.packets, shown.tx.bytes])
    assert.equal(carrierChanges, shown.tx.carrier_changes)
  })

  it('counters are left out on demand', async () => {
    const { stats64, stats, afSpec, mtu } = await here().nl.getLink('v0', { stats: false })
    assert.deepEqual([stats64, stats, afSpec?.inet6?.stats, mtu], [undefined, undefined, undefined, 1500])
  })

  it('settings of IPv4 are those of sysctl', async () => {
    await here().nl.setLink('v0', {
      afSpec: { inet: { conf: { forwarding: 1, rpFilter: 2, arpIgnore: 1, acceptLocal: 1 } } },
    })
    const setting = (key: string) => here().run(`cat /proc/sys/net/ipv4/conf/v0/${key}`).trim()
    assert.deepEqual(['forwarding', 'rp_filter', 'arp_ignore', 'accept_local'].map(setting), ['1', '2', '1', '1'])
    const conf = (await here().nl.getLink('v0')).afSpec?.inet?.conf
    assert.deepEqual(
      [conf?.forwarding, conf?.rpFilter, conf?.arpIgnore, conf?.acceptLocal, conf?.proxyArp],
      [1, 2, 1, 1, 0],
    )
  })
})

describe('IPv6 of links and ip', () => {
  needs('veth', 'ipv6')
  const here = onePlace(TWO_LINKS)
  const mode = () => (here().ip('-j -d link show dev v1')[0] as never as Record<string, unknown>).inet6_addr_gen_mode

  it('addrGenMode is that of ip', async () => {
    await here().nl.setLink('v1', { afSpec: { inet6: { addrGenMode: 'none' } } })
    assert.equal(mode(), 'none')
    here().run('ip link set v1 addrgenmode random')
    assert.equal((await here().nl.getLink('v1')).afSpec?.inet6?.addrGenMode, 'random')
  })

  it('token is that of ip', async () => {
    await here().nl.setLink('v1', { afSpec: { inet6: { token: '::7' } } })
    assert.match(here().run('ip token get dev v1'), /token ::7 dev v1/)
    here().run('ip token set ::9 dev v1')
    assert.equal((await here().nl.getLink('v1')).afSpec?.inet6?.token, '::9')
  })

  it('settings are those of sysctl', async () => {
    const setting = (key: string) => Number(here().run(`cat /proc/sys/net/ipv6/conf/v1/${key}`))
    const conf = (await here().nl.getLink('v1')).afSpec?.inet6?.conf
    assert.deepEqual(
      [conf?.hoplimit, conf?.mtu6, conf?.acceptRa, conf?.dadTransmits, conf?.maxAddresses],
      ['hop_limit', 'mtu', 'accept_ra', 'dad_transmits', 'max_addresses'].map(setting),
    )
  })

  it('forwarding of one link is that of sysctl', async function () {
    needsHere(this, 'linux 6.17')
    here().run('sysctl -q net.ipv6.conf.v1.force_forwarding=1')
    assert.equal((await here().nl.getLink('v1')).afSpec?.inet6?.conf?.forceForwarding, 1)
  })
})
