import assert from 'node:assert/strict'
import type { PlanOptions, Topology } from '../../lib/index.ts'
import { onePlace } from '../support/place.ts'

const owner = { protocol: 77, tag: 'my-app' }

const TABLE = { table: { family: 'ip', name: 't' } } as const
const CHAIN = { chain: { family: 'ip', table: 't', name: 'c' } } as const
const rule = (expr: unknown[], more = {}) => ({ rule: { family: 'ip', table: 't', chain: 'c', expr, ...more } })

/** What is wrong with tables. */
const TABLES: readonly (readonly [topology: unknown, message: string])[] = [
  [{ nftables: 5 }, 'nftables must be an array of objects, not 5'],
  [{ nftables: [TABLE, 5] }, 'nftables[1] must be an object such as { table: { ... } }, not 5'],
  [{ nftables: [{ flush: { ruleset: null } }] }, 'nftables[0].flush is not allowed here: a table is given as a whole'],
  [{ nftables: [CHAIN] }, "nftables[0].chain.table must be a table of the list, and there is no 'ip t'"],
  [{ nftables: [TABLE, TABLE] }, 'nftables[1] is the same table as nftables[0]'],
  [{ nftables: [TABLE, rule([])] }, "nftables[1].rule.chain must be a chain of the table, and it has no 'c'"],
  [
    { namespaces: { c1: { nftables: [TABLE, CHAIN, rule([{ jump: { target: 'd' } }])] } } },
    "namespaces.c1.nftables[2].rule.expr[0].jump.target must be a chain of the table, and it has no 'd'",
  ],
  [
    { nftables: [TABLE, CHAIN, rule([{ accept: null }], { index: 0 })] },
    'nftables[2].rule.index is not allowed here: rules have the order of the list',
  ],
  [
    { nftables: [{ table: { family: 'ip', name: 't', flags: 'owner' } }] },
    "nftables[0].table.flags must not contain 'owner': the table would be deleted at once",
  ],
  [
    { namespaces: { c1: { nftables: [TABLE, CHAIN, rule([{ acept: null }])] } } },
    "namespaces.c1.nftables[2].rule.expr[0]: unknown statement 'acept'",
  ],
  [
    { nftables: [TABLE, CHAIN, rule([{ match: { op: '==', left: { meta: { key: 'iif' } }, right: 'nowhere' } }])] },
    "nftables: there is no link named 'nowhere', and the topology has none",
  ],
]

/** What is wrong with a topology, and the message after the name of the verb. */
const TOPOLOGIES: readonly (readonly [topology: unknown, message: string])[] = [
  [{ linkz: {} }, "unknown option 'linkz'; did you mean 'links'?"],
  [{ namespaces: { c1: { linsk: {} } } }, "unknown option 'namespaces.c1.linsk'; did you mean 'namespaces.c1.links'?"],
  [{ namespaces: { 'a/b': {} } }, "namespaces.a/b must be the name of a namespace, without a slash, not 'a/b'"],
  [
    { namespaces: { '': {} }, links: {} },
    "namespaces[''] conflicts with what is given next to namespaces: '' is the same namespace",
  ],
  [
    { namespaces: { c1: { links: { eth0: { addresses: ['10.0.0.300/24'] } } } } },
    "namespaces.c1.links.eth0.addresses[0].address must be an IP address, not '10.0.0.300'",
  ],
  [
    { links: { br0: { kind: 'bridge', addresses: [{ address: '10.0.0.1/24', link: 'br0' }] } } },
    'links.br0.addresses[0].link is not allowed here: the address belongs to this link',
  ],
  [
    { links: { br0: { kind: 'bridge', name: 'x' } } },
    'links.br0.name is not allowed here: the name is the key of the link',
  ],
  [{ links: { br0: { kind: 'bridge', mtuu: 1 } } }, "links.br0: unknown option 'mtuu'; did you mean 'mtu'?"],
  [{ links: { br0: { kind: 'bridge', data: { stp: 1 } } } }, 'links.br0: `data.stp` is `data.stpState` here'],
  [{ links: { br0: { kind: 'bridge', mtu: -1 } } }, 'links.br0.mtu must be from 0 to 4294967295, not -1'],
  [
    { links: { 'a link': { kind: 'bridge' } } },
    "links.a link must be an interface name, not 'a link' (no space, '/' or ':', not empty)",
  ],
  [{ links: { v0: { kind: 'vlan', link: 'v1' } } }, 'links.v0.data.id is missing'],
  [{ links: { br0: { data: {} } } }, 'links.br0.kind is missing: data requires it'],
  [{ links: { v0: { absent: true, up: true } } }, 'links.v0.absent is not allowed with other properties'],
  [
    { links: { v0: { peer: { name: 'v1', netns: 'c7' } } } },
    "links.v0.peer.netns must be a namespace of the topology, not 'c7'",
  ],
  [
    { links: { v0: { kind: 'bridge', peer: { name: 'v1' } } } },
    "links.v0.peer is only allowed for a veth, not for kind 'bridge'",
  ],
  [
    { links: { v0: { peer: { name: 'v1' } }, v2: { peer: { name: 'v1' } } } },
    "links.v2.peer.name must be a link without another peer, and 'v1' has one",
  ],
  [
    { links: { v0: { peer: { name: 'v1' } }, v1: { kind: 'bridge' } } },
    "links.v0.peer.name must be a veth, and 'v1' is of kind 'bridge'",
  ],
  [
    { links: { v0: { peer: { name: 'v1' }, master: 'br7', up: true } } },
    "links.v0.master: there is no link named 'br7', and the topology has none",
  ],
  [{ links: { v0: { kind: 'veth' } } }, 'links.v0.peer is missing: a new veth needs it'],
  [{ links: { v0: { up: true } } }, 'links.v0.kind is missing: there is no link of this name'],
  [
    { links: { v0: { kind: 'vlan', data: { id: 5 }, link: 'v1' }, v1: { kind: 'vlan', data: { id: 5 }, link: 'v0' } } },
    'links.v0.link must not lead back to the link itself',
  ],
  [
    {
      routes: [
        { dst: 'default', gateway: '10.0.0.1' },
        { dst: '10.0.0.0/8', gatway: '10.0.0.1' },
      ],
    },
    "routes[1]: unknown option 'gatway'; did you mean 'gateway'?",
  ],
  [{ routes: [{ gateway: '10.0.0.1' }] }, "routes[0].dst is missing; use 'default' for every destination"],
  [
    { routes: [{ dst: 'default', oif: 'nowhere' }] },
    "routes[0]: there is no link named 'nowhere', and the topology has none",
  ],
  [
    {
      routes: [
        { dst: '10.0.0.0/8', oif: 'lo' },
        { dst: '10.0.0.0/8', oif: 'lo', protocol: 'static' },
      ],
    },
    'routes[1] is the same object as routes[0]',
  ],
  [{ nexthops: [{ gateway: '10.0.0.1' }] }, 'nexthops[0].id is missing'],
  [
    { neighbours: [{ link: 'lo', family: 'bridge', lladdr: '02:00:00:00:00:01' }] },
    "neighbours[0].family must be 'inet' or 'inet6': entries of forwarding tables have no owner",
  ],
  [
    { sysctls: { 'kernel.hostname': 'x' } },
    "sysctls['kernel.hostname'] must be a parameter of net.*, such as net.ipv4.ip_forward, not 'kernel.hostname': the others belong to the whole machine",
  ],
  ...TABLES,
  [5, 'expected a topology, got 5'],
]

const OWNERS: readonly (readonly [owner: unknown, message: string])[] = [
  [undefined, 'owner is missing; it is { protocol, tag }'],
  [{ protocol: 4, tag: 'x' }, 'owner.protocol must be a number from 5 to 255, not 4'],
  [{ protocol: 11, tag: 'x' }, "owner.protocol must be a number that is not in use; 11 is 'zebra'"],
  [{ protocol: 16, tag: 'x' }, "owner.protocol must be a number that is not in use; 16 is 'dhcp'"],
  [{ protocol: 193, tag: 'x' }, "owner.protocol must be a number that is not in use; 193 is 'frr'"],
  [{ protocol: 77, tag: 'a:b' }, "owner.tag must be a name without spaces and ':', not 'a:b'"],
  [{ protocol: 77, tag: 'x', name: 'y' }, "unknown option 'owner.name'; known are protocol, tag"],
]

describe('a topology that is wrong', () => {
  const place = onePlace()

  for (const [topology, message] of TOPOLOGIES) {
    it(`is refused before anything is changed: ${message}`, async () => {
      const { nl, ip } = place()
      const refused = (thrown: unknown) => {
        assert.equal(thrown instanceof TypeError || thrown instanceof RangeError, true, String(thrown))
        assert.equal((thrown as Error).message, `applyTopology: ${message}`)
        return true
      }
      await assert.rejects(nl.applyTopology(topology as Topology, { owner }), refused)
      assert.equal(ip('-j link show').length, 1)
      assert.equal(
        (await nl.listNetns()).some(({ name }) => name === 'c1'),
        false,
      )
    })
  }

  for (const [given, message] of OWNERS) {
    it(`is not for this owner: ${message}`, async () => {
      await assert.rejects(place().nl.planTopology({}, { owner: given } as PlanOptions), {
        message: `planTopology: ${message}`,
      })
    })
  }
})
