import assert from 'node:assert/strict'
import { createNetns, type Netlink, type NetlinkError, openNetlink } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

type Case = readonly [call: (nl: Netlink) => Promise<unknown>, message: string]

const TAKEN: readonly Case[] = [
  [(nl) => nl.setLink('v1', { name: 'v0' }), "setLink v1: the name 'v0' is already in use (EEXIST, name)"],
  [(nl) => nl.setLink('v1', { name: 'old' }), "setLink v1: the name 'old' is already in use (EEXIST, name)"],
  [(nl) => nl.createBridge({ name: 'v0' }), "createBridge v0: the name 'v0' is already in use (EEXIST, name)"],
  [(nl) => nl.createBridge({ index: 1 }), 'createBridge: the index 1 is already in use (EEXIST, index)'],
  [
    (nl) => nl.createBridge({ name: 'new', index: 1 }),
    "createBridge new: the index 1 or the name 'new' is already in use (EEXIST)",
  ],
  [
    (nl) => nl.createVeth({ name: 'v0', peer: { name: 'new' } }),
    "createVeth v0: the name 'v0' is already in use (EEXIST, name)",
  ],
  [
    (nl) => nl.createVeth({ name: 'new', peer: { name: 'v0' } }),
    "createVeth new: the name 'v0' is already in use (EEXIST, peer.name)",
  ],
  [
    (nl) => nl.createVeth({ name: 'new', peer: { name: 'v0', up: true } }),
    "createVeth new: the name 'v0' is already in use (EEXIST, peer.name)",
  ],
  [
    (nl) => nl.createLink({ kind: 'veth', name: 'new', data: { peer: { name: 'new' } } }),
    "createLink new: the name 'new' is already in use (EEXIST, peer.name)",
  ],
  [(nl) => nl.addAltname('v1', 'v0'), "addAltname v1: the name 'v0' is already in use (EEXIST, altnames)"],
  [
    (nl) => nl.addAltname('v1', ['new', 'v0']),
    'addAltname v1: one of these names is already in use: new, v0 (EEXIST, altnames)',
  ],
  [
    (nl) => nl.createBridge({ name: 'new', altnames: ['old'] }),
    "createBridge new: the name 'old' is already in use (EEXIST, altnames)",
  ],
  [(nl) => nl.addNexthop({ id: 5, blackhole: true }), 'addNexthop 5: the id 5 is already in use (EEXIST, id)'],
]

const ABSENT: readonly Case[] = [
  [(nl) => nl.getNexthop(77), 'getNexthop 77: no nexthop with id 77 (ENOENT, nexthop)'],
  [(nl) => nl.deleteNexthop(77), 'deleteNexthop 77: no nexthop with id 77 (ENOENT, nexthop)'],
  [(nl) => nl.createMacvlan({ name: 'new', link: 9999 }), 'createMacvlan new: no link with index 9999 (ENODEV, link)'],
  [(nl) => nl.listNexthopBuckets({ id: 77 }), 'listNexthopBuckets: no nexthop with id 77 (ENOENT, id)'],
  [
    (nl) => nl.createLink({ kind: 'nonsense', name: 'new' }),
    "createLink new: Unknown device type 'nonsense' (EOPNOTSUPP)",
  ],
]

const PORTS = 'the master must be a bridge, bond, VRF or another link that takes ports'
const UNSUPPORTED: readonly Case[] = [
  [(nl) => nl.setLink('v1', { master: 'v0' }), `setLink v1: operation not supported; ${PORTS} (EOPNOTSUPP, master)`],
  [
    (nl) => nl.createBridge({ name: 'new', master: 'v0' }),
    `createBridge new: operation not supported; ${PORTS} (EOPNOTSUPP, master)`,
  ],
  [
    (nl) => nl.setLink('v1', { port: { cost: 5 } }),
    'setLink v1: operation not supported; the link must be a port of a bridge (EOPNOTSUPP, port)',
  ],
  [
    (nl) => nl.setLink('br0', { kind: 'vxlan', data: { ttl: 5 } }),
    "setLink br0: operation not supported; the link must be of kind 'vxlan', whose data can be changed (EOPNOTSUPP, data)",
  ],
]

const NO_TARGET = 'one of gateway, oif, multipath, nhId is missing'
const MISSING: readonly Case[] = [
  [(nl) => nl.addRoute({ dst: '10.5.0.0/16' }), `addRoute: ${NO_TARGET}`],
  [(nl) => nl.replaceRoute({ dst: 'default', priority: 5 }), `replaceRoute: ${NO_TARGET}`],
  [(nl) => nl.appendRoute({ dst: '2001:db8::/64', type: 'local' }), `appendRoute: ${NO_TARGET}`],
  [(nl) => nl.addRoute({ dst: '10.5.0.0/16', dev: 'v0' } as never), 'addRoute: `dev` is `oif` here'],
  [(nl) => nl.createVxlan(), 'createVxlan: data.id is missing; data.collectMetadata would do instead'],
  [
    (nl) => nl.createLink({ kind: 'vxlan', data: { port: 4789 } }),
    'createLink: data.id is missing; data.collectMetadata would do instead',
  ],
  [(nl) => nl.createVxlan({ data: { vni: 5 } as never }), 'createVxlan: `data.vni` is `data.id` here'],
  [(nl) => nl.createMacvlan({ name: 'new' }), 'createMacvlan: link is missing'],
  [(nl) => nl.createMacvtap({ name: 'new' }), 'createMacvtap: link is missing'],
  [(nl) => nl.createIpvlan({ name: 'new' }), 'createIpvlan: link is missing'],
  [(nl) => nl.createIpvlan({ dev: 'v0' } as never), 'createIpvlan: `dev` is `link` here'],
  [(nl) => nl.createLink({ kind: 'ipvtap', name: 'new' }), 'createLink: link is missing'],
  [(nl) => nl.createVlan({ data: { id: 5 } }), 'createVlan: link is missing'],
  [(nl) => nl.createVlan({ link: 'v0' }), 'createVlan: data.id is missing'],
  [(nl) => nl.createVrf({ name: 'new' }), 'createVrf: data.table is missing'],
  [(nl) => nl.batch((b) => b.createVlan({ link: 'v0' })), 'batch: call 1 (createVlan): data.id is missing'],
]

describe('an error of the kernel that has no words for it', () => {
  needs('veth', 'bridge', 'vxlan')
  const here = eachPlace(`
    ip link set lo up; ip link add v0 type veth peer name v1; ip link add br0 type bridge
    ip link property add dev br0 altname old; ip nexthop add id 5 blackhole
  `)

  for (const [call, message] of [...TAKEN, ...ABSENT, ...UNSUPPORTED])
    it(`names what it is about: ${message}`, async () => {
      await assert.rejects(call(here().nl), { name: 'NetlinkError', message })
    })

  it('points at the name that is in use in another namespace, in the words of the kernel', async () => {
    await using netns = await createNetns()
    await using there = await openNetlink({ netns })
    await there.createBridge({ name: 'taken' })
    const error = await here()
      .nl.setLink('v1', { netns, name: 'taken' })
      .catch((thrown: unknown) => thrown)
    const { code, attribute } = error as NetlinkError
    assert.deepEqual([code, attribute], ['EEXIST', 'name'])
    assert.match((error as Error).message, /^setLink v1: .*\bname\b/)
  })

  it('names both ends of a pair in a batch, which cannot ask which of them it is', async () => {
    const results = await here().nl.batch((b) => b.createVeth({ name: 'new', peer: { name: 'v0' } }))
    const message = "createVeth new: the name 'new' or the name 'v0' is already in use (EEXIST)"
    assert.deepEqual(
      results.map((one) => one.ok || one.error?.message),
      [message],
    )
  })
})

describe('an option that the kernel needs and does not name', () => {
  needs('veth')
  const here = eachPlace('ip link set lo up; ip link add v0 type veth peer name v1')

  for (const [call, message] of MISSING)
    it(`is a TypeError: ${message}`, async () => {
      await assert.rejects(call(here().nl), { name: 'TypeError', message })
    })

  it('is none where ip needs none', async () => {
    const { nl, ip } = here()
    const types = ['blackhole', 'unreachable', 'prohibit', 'throw'] as const
    for (const [i, type] of types.entries()) {
      await nl.addRoute({ dst: `10.${i}.0.0/16`, type })
      await nl.addRoute({ dst: `2001:db8:${i}::/64`, type })
    }
    await nl.addRoute({ dst: '10.9.0.0/16', type: 6 })
    const routes = ip<{ type: string }>('-j -d -4 route show').concat(ip<{ type: string }>('-j -d -6 route show'))
    assert.equal(routes.filter(({ type }) => type !== 'unicast').length, 2 * types.length + 1)
  })

  it('is none of a VXLAN with collectMetadata', async () => {
    assert.equal((await here().nl.createVxlan({ name: 'vx', data: { collectMetadata: true } })).kind, 'vxlan')
  })
})
