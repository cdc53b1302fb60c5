import assert from 'node:assert/strict'
import { createNetwork } from '../../lib/container/index.ts'
import { createNetns, listNetns, type Netlink } from '../../lib/index.ts'
import { verbs } from '../../lib/netlink/verbs.ts'
import { openNftables } from '../../lib/nftables/index.ts'
import { linkKinds, missing } from '../support/features.ts'
import { needs } from '../support/needs.ts'
import { onePlace, TWO_LINKS } from '../support/place.ts'
import { name as uniqueName } from '../support/unique.ts'

const EVERYTHING = `${TWO_LINKS}
ip link add br0 type bridge
ip link set p1 master br0
ip link add x0 type vxlan id 7 dstport 4789 local 10.0.0.1
ip route add 10.9.0.0/16 nexthop via 10.0.0.2 nexthop via 10.0.1.2 weight 3
ip rule add pref 100 tun_id 1234605616436508552 lookup 100
ip nexthop add id 7 via 10.0.0.2 dev v0
ip nexthop add id 8 group 7 type resilient buckets 4
ip neighbour add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0
ip link set br0 up
bridge mdb add dev br0 port p1 grp 239.1.1.1 permanent
bridge link set dev p1 mcast_router 2
`

/** There are none without VLAN filtering: test/conformance/bridge-vlan.test.ts gives JSON of them back. */
const OF_VLANS = ['listBridgeVlans', 'streamBridgeVlans', 'listBridgeVlanGlobals', 'listBridgeMst']

/** How each verb that answers is asked. */
const asked: Readonly<Record<string, (nl: Netlink) => Promise<unknown>>> = {
  getLink: (nl) => nl.getLink('br0'),
  listLinks: (nl) => nl.listLinks({ vf: true }),
  streamLinks: (nl) => all(nl.streamLinks()),
  listAddresses: (nl) => nl.listAddresses(),
  streamAddresses: (nl) => all(nl.streamAddresses()),
  listRoutes: (nl) => nl.listRoutes({ table: 'all' }),
  streamRoutes: (nl) => all(nl.streamRoutes()),
  lookupRoute: (nl) => nl.lookupRoute({ dst: '10.0.0.2' }),
  listRules: (nl) => nl.listRules(),
  streamRules: (nl) => all(nl.streamRules()),
  listNeighbours: (nl) => nl.listNeighbours({ state: 'all' }),
  streamNeighbours: (nl) => all(nl.streamNeighbours()),
  getNexthop: (nl) => nl.getNexthop(7),
  listNexthops: (nl) => nl.listNexthops(),
  streamNexthops: (nl) => all(nl.streamNexthops()),
  listNexthopBuckets: (nl) => nl.listNexthopBuckets(),
  listBridgeVlans: (nl) => nl.listBridgeVlans(),
  streamBridgeVlans: (nl) => all(nl.streamBridgeVlans()),
  listBridgeVlanGlobals: (nl) => nl.listBridgeVlanGlobals(),
  listBridgeMst: (nl) => nl.listBridgeMst(),
  listMdb: (nl) => nl.listMdb(),
  streamMdb: (nl) => all(nl.streamMdb()),
  listMdbRouters: (nl) => nl.listMdbRouters(),
  listNetns: async (nl) => {
    const netns = await createNetns(uniqueName('json'))
    try {
      return await nl.listNetns()
    } finally {
      await netns.delete()
    }
  },
}

describe('what is listed', () => {
  needs('veth', 'bridge', 'vxlan')
  const place = onePlace(EVERYTHING)

  it('is listed by all the verbs that answer', () => {
    const answering = verbs.map(({ name }) => name).filter((verb) => /^(get|list|stream|lookup)/.test(verb))
    assert.deepEqual(Object.keys(asked).sort(), answering.sort())
  })

  for (const [verb, ask] of Object.entries(asked)) {
    it(`can be printed as JSON: ${verb}`, async () => {
      const found = await ask(place().nl)
      assert.ok([found].flat().length > 0 || OF_VLANS.includes(verb))
      assert.deepEqual(JSON.parse(JSON.stringify(found)), plain(found))
    })
  }

  it('has counters as numbers, and the keys of tunnels as strings', async () => {
    const { nl, ip } = place()
    const [shown] = ip('-j -s link show dev v0')
    const { stats64 } = await nl.getLink('v0')
    assert.equal(typeof shown?.stats64?.rx?.packets, 'number')
    assert.equal(typeof stats64?.rxPackets, 'number')
    const [rule] = await nl.listRules({ priority: 100 })
    assert.equal(rule?.tunId, '0x1122334455667788')
    await nl.deleteRule(rule as NonNullable<typeof rule>)
    await nl.addRule({ priority: 100, table: 100, tunId: 0x1122334455667788n })
    assert.equal(ip('-j rule show pref 100')[0]?.tun_id, Number(0x1122334455667788n))
  })
})

describe('links of every kind that the kernel has', () => {
  needs('veth', 'bridge')
  const place = onePlace()

  it('can be printed as JSON, one of each', async () => {
    const { nl, ip } = place()
    const made = Object.entries(linkKinds).filter(([kind]) => missing(kind as keyof typeof linkKinds) === undefined)
    for (const [i, [kind, options]] of made.entries()) {
      // A link carries either macvlans or ipvlans, and hsr takes two for itself: each kind has a pair of its own.
      ip(`link add p0-${i} type veth peer name p1-${i}`)
      ip(`link add name k-${kind} ${options.replaceAll(/\bp[01]\b/g, `$&-${i}`)}`)
    }
    const found = await nl.listLinks({ vf: true })
    assert.deepEqual(
      found.flatMap(({ name, kind }) => (name === `k-${kind}` ? [kind] : [])).sort(),
      made.map(([kind]) => kind).sort(),
    )
    for (const link of found) assert.deepEqual(JSON.parse(JSON.stringify(link)), plain(link), link.name)
  })
})

describe('the ruleset', () => {
  needs('nftables')
  const place = onePlace(`nft -f - <<END
table inet t {
  counter most { packets 18446744073709551615 bytes 9007199254740993 }
  quota q { over 9007199254740993 bytes used 5 bytes }
  set s { type ipv4_addr; flags timeout; counter; elements = { 10.0.0.1 counter packets 9007199254740995 bytes 1 timeout 1d } }
  chain c {
    ct original bytes 9007199254740993 counter packets 18446744073709551614 bytes 0 quota until 9007199254740993 bytes
  }
}
END`)

  it('can be printed as JSON, with numbers beyond 2^53 as decimal strings', async () => {
    await using nft = await openNftables({ netns: place().netns })
    const listed = await nft.list()
    const text = JSON.stringify(listed)
    assert.deepEqual(JSON.parse(text), plain(listed))
    for (const number of ['18446744073709551615', '18446744073709551614', '9007199254740993', '9007199254740995'])
      assert.ok(text.includes(`"${number}"`), number)
  })
})

describe('the endpoints of a network', () => {
  needs('veth', 'bridge', 'nftables')

  it('can be printed as JSON', async () => {
    const netns = await createNetns()
    const network = await createNetwork({ name: uniqueName('j'), subnet: '10.213.7.0/24' })
    try {
      await network.attach(netns)
      const endpoints = await network.endpoints()
      assert.equal(endpoints.length, 1)
      assert.deepEqual(JSON.parse(JSON.stringify(endpoints)), plain(endpoints))
      assert.equal(JSON.parse(JSON.stringify(netns)).inode, endpoints[0]?.inode)
      assert.ok(Array.isArray(JSON.parse(JSON.stringify(await listNetns()))))
    } finally {
      await network.delete()
      await netns.close()
    }
  })
})

/** The same without what is undefined, as JSON has it; bytes are objects there. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Object.fromEntries([...value.entries()].map(([i, byte]) => [String(i), byte]))
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]))
}

async function all(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const item of items) found.push(item)
  return found
}
