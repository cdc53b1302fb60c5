import assert from 'node:assert/strict'
import type { Netlink } from '../../lib/index.ts'
import { onePlace } from '../support/place.ts'

type Call = (nl: Netlink, given: never) => Promise<unknown>

const addAddress: Call = (nl, given: object) => nl.addAddress({ link: 'lo', address: '10.0.0.1', ...given })
const addRoute: Call = (nl, given: object) => nl.addRoute({ dst: '10.0.0.0', oif: 'lo', ...given })
const addRule: Call = (nl, given: object) => nl.addRule({ table: 100, ...given })
const addNeighbour: Call = (nl, given: object) => nl.addNeighbour({ link: 'lo', dst: '10.0.0.1', ...given })

/** What users of ifconfig, iproute2, pyroute2 and other libraries write, and what is said about it. */
const WORDS: readonly (readonly [call: Call, given: object, message: string])[] = [
  [addAddress, { prefixlen: 24 }, "addAddress: `prefixlen` is part of `address` here, as in '10.0.0.1/24'"],
  [addAddress, { mask: 24 }, "addAddress: `mask` is part of `address` here, as in '10.0.0.1/24'"],
  [addAddress, { interface: 'lo' }, 'addAddress: `interface` is `link` here'],
  [addAddress, { index: 1 }, 'addAddress: `index` is `link` here'],
  [addAddress, { ip: '10.0.0.1' }, 'addAddress: `ip` is `address` here'],
  [addAddress, { scope: 'global' }, "addAddress: scope must be 'universe', which iproute2 calls 'global'"],
  [addRoute, { prefixlen: 8 }, "addRoute: `prefixlen` is part of `dst` here, as in '10.0.0.0/24'"],
  [addRoute, { dst_len: 8 }, "addRoute: `dst_len` is part of `dst` here, as in '10.0.0.0/24'"],
  [addRoute, { netmask: '255.0.0.0' }, "addRoute: `netmask` is part of `dst` here, as in '10.0.0.0/24'"],
  [addRoute, { default: true }, "addRoute: `default` is `dst: 'default'` here"],
  [addRoute, { interface: 'lo' }, 'addRoute: `interface` is `oif` here'],
  [addRoute, { link: 'lo' }, 'addRoute: `link` is `oif` here'],
  [addRoute, { gateway4: '10.0.0.1' }, 'addRoute: `gateway4` is `gateway` here'],
  [addRoute, { destination: '10.0.0.0' }, 'addRoute: `destination` is `dst` here'],
  [addRule, { fwmark: '0x1/0xff' }, `addRule: ${mark('0x1', '0xff', '0x1/0xff')}`],
  [addRule, { src_len: 8 }, "addRule: `src_len` is part of `src` here, as in '10.0.0.0/24'"],
  [addRule, { sportRange: '1-5' }, "addRule: sportRange must be one number or { start, end }, not '1-5'"],
  [addRule, { action: 'lookup' }, "addRule: action must be 'to_tbl', which iproute2 calls 'lookup'"],
  [addNeighbour, { vid: 5 }, 'addNeighbour: `vid` is `vlan` here'],
  [addNeighbour, { interface: 'lo' }, 'addNeighbour: `interface` is `link` here'],
  [addNeighbour, { hwaddr: 'x' }, 'addNeighbour: `hwaddr` is `lladdr` here'],
  [(nl, given) => nl.addNexthop(given), { nexthops: [] }, 'addNexthop: `nexthops` is `group` here'],
  [(nl, given) => nl.addNexthop(given), { group: [{ nhid: 1 }] }, 'addNexthop: `group[0].nhid` is `group[0].id` here'],
  [(nl, given) => nl.addNexthop(given), { nhid: 1, oif: 'lo' }, 'addNexthop: `nhid` is `id` here'],
  [(nl, given) => nl.createVeth(given), { ifname: 'v0' }, 'createVeth: `ifname` is `name` here'],
  [(nl, given) => nl.createVeth(given), { peername: 'v1' }, "createVeth: `peername` is `peer: { name: 'eth0' }` here"],
  [(nl, given) => nl.createVeth(given), { hwaddr: 'x' }, 'createVeth: `hwaddr` is `address` here'],
  [(nl, given) => nl.createVeth(given), { bridge: 'b' }, 'createVeth: `bridge` is `master` here'],
  [
    (nl, given) => nl.createVeth(given),
    { ip: '10.0.0.1' },
    "createVeth: unknown option 'ip'; addAddress({ link, address }) adds an IP address",
  ],
  [(nl, given) => nl.setLink('lo', given), { bridge: 'b' }, 'setLink: `bridge` is `master` here'],
  [(nl, given) => nl.createVxlan(given), { vxlan_id: 5 }, 'createVxlan: `vxlan_id` is `data.id` here'],
  [(nl, given) => nl.createBridge(given), { br_stp_state: 1 }, 'createBridge: `br_stp_state` is `data.stpState` here'],
  [(nl, given) => nl.createVlan(given), { vlan_id: 1 }, 'createVlan: `vlan_id` is `data.id` here'],
  [(nl, given) => nl.createVrf(given), { vrf_table: 1 }, 'createVrf: `vrf_table` is `data.table` here'],
  [
    (nl, given) => nl.createLink(given),
    { kind: 'macvlan', macvlan_mode: 1 },
    'createLink: `macvlan_mode` is `data.mode` here',
  ],
  ...['name', 'ifname', 'dev', 'index'].map((key): [Call, object, string] => [
    (nl, given) => nl.listLinks(given),
    { [key]: 'lo' },
    `listLinks: unknown filter '${key}'; getLink(link) reads one link, by name or index`,
  ]),
  [(nl, given) => nl.listLinks(given), { state: 'up' }, 'listLinks: `state` is `up` here'],
  [(nl, given) => nl.listAddresses(given), { name: 'lo' }, 'listAddresses: `name` is `link` here'],
  [(nl, given) => nl.listNeighbours(given), { ifindex: 1 }, 'listNeighbours: `ifindex` is `link` here'],
  [(nl, given) => nl.listRoutes(given), { ifname: 'lo' }, 'listRoutes: `ifname` is `oif` here'],
  [(nl, given) => nl.listRoutes(given), { vrf: 'red' }, 'listRoutes: `vrf` is `table` here'],
  [
    (nl, given) => nl.listRoutes(given),
    { dst: '10.0.0.0/8' },
    "listRoutes: unknown filter 'dst'; lookupRoute({ dst }) finds the route of a destination",
  ],
  [
    (nl, given) => nl.listNexthops(given),
    { id: 1 },
    "listNexthops: unknown filter 'id'; getNexthop(id) reads one nexthop",
  ],
  [(nl, given) => nl.listRules(given), { fwmark: '1/2' }, `listRules: ${mark('1', '2', '1/2')}`],
]

function mark(fwmark: string, fwmask: string, given: string): string {
  return `fwmark must be a number, and its mask is fwmask: { fwmark: ${fwmark}, fwmask: ${fwmask} }, not '${given}'`
}

const BARE: readonly (readonly [call: Call, given: unknown, message: string])[] = [
  [
    (nl, given) => nl.lookupRoute(given),
    '8.8.8.8',
    "lookupRoute: expected an options object, got '8.8.8.8'; pass { dst: '8.8.8.8' }",
  ],
  [
    (nl, given) => nl.addRoute(given),
    '10.0.0.0/8',
    "addRoute: expected an options object, got '10.0.0.0/8'; pass { dst: '10.0.0.0/8' }",
  ],
  [
    (nl, given) => nl.deleteRoute(given),
    'default',
    "deleteRoute: expected an options object, got 'default'; pass { dst: 'default' }",
  ],
  [
    (nl, given) => nl.addAddress(given),
    '10.0.0.1',
    "addAddress: expected an options object, got '10.0.0.1'; pass { address: '10.0.0.1' }",
  ],
  [(nl, given) => nl.deleteRule(given), 100, 'deleteRule: expected an options object, got 100; pass { priority: 100 }'],
  [
    (nl, given) => nl.createBridge(given),
    'br0',
    "createBridge: expected an options object, got 'br0'; pass { name: 'br0' }",
  ],
  [(nl, given) => nl.createLink(given), 'x', "createLink: expected an options object, got 'x'; pass { name: 'x' }"],
  [(nl, given) => nl.addNexthop(given), 1, 'addNexthop: expected an options object, got 1; pass { id: 1 }'],
  [(nl, given) => nl.addRoute(given), '', "addRoute: expected an options object, got ''"],
  [
    (nl, given) => nl.getLink(given),
    { name: 'lo' },
    "getLink: link must be the index or the name of a link, not an object: pass 'lo'",
  ],
  [
    (nl, given) => nl.deleteLink(given),
    { name: 'x' },
    "deleteLink: link must be the index or the name of a link, not an object: pass 'x'",
  ],
]

describe('the words of other tools', () => {
  const place = onePlace('ip link set lo up')

  for (const [call, given, message] of [...WORDS, ...BARE])
    it(`are answered with ours: ${message}`, async () => {
      await assert.rejects(call(place().nl, given as never), { name: 'TypeError', message })
    })

  it('are not taken for options that are there', async () => {
    const { nl } = place()
    await nl.addRule({ fwmark: 0x1, fwmask: 0xff, sportRange: { start: 1, end: 5 }, priority: 5 })
    assert.deepEqual(
      (await nl.listRules({ fwmark: 1 })).map(({ fwmask, sportRange }) => [fwmask, sportRange]),
      [[0xff, { start: 1, end: 5 }]],
    )
  })
})
