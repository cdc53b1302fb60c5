import assert from 'node:assert/strict'
import type { Netlink } from '../../lib/index.ts'
import { onePlace } from '../support/place.ts'

type Slip = readonly [call: (nl: Netlink) => Promise<unknown>, message: string]

const route = (others: object) => (nl: Netlink) => nl.addRoute({ dst: '10.0.0.0/8', ...others } as never)
const nexthop = (options: object) => (nl: Netlink) => nl.addNexthop(options as never)
const address = (others: object) => (nl: Netlink) =>
  nl.addAddress({ link: 'lo', address: '10.0.0.1/24', ...others } as never)

const HOP = "{ gateway: '10.0.0.1' }"
const SHAPES: readonly Slip[] = [
  [
    (nl) => nl.createVeth({ peer: 'v1' as never }),
    "createVeth: peer must be an object such as { name: 'eth0' }, not 'v1'",
  ],
  [nexthop({ group: [1, 2] }), 'addNexthop: group[0] must be an object such as { id: 1 }, not 1'],
  [nexthop({ group: '1/2' }), "addNexthop: group must be an array such as [{ id: 1 }, { id: 2 }], not '1/2'"],
  [nexthop({ group: [{ id: 1 }, { weight: 2 }] }), 'addNexthop: group[1].id is missing'],
  [
    nexthop({ group: [{ id: 1 }], resilient: true }),
    'addNexthop: resilient must be an object such as { buckets: 32 }, not true',
  ],
  [route({ multipath: ['10.0.0.1'] }), `addRoute: multipath[0] must be an object such as ${HOP}, not '10.0.0.1'`],
  [
    route({ multipath: { gateway: '10.0.0.1' } }),
    `addRoute: multipath must be an array such as [${HOP}], not an object`,
  ],
  [route({ oif: 'lo', metrics: 1400 }), 'addRoute: metrics must be an object such as { mtu: 1400 }, not 1400'],
  [route({ oif: 'lo', encap: {} }), 'addRoute: encap requires encapType, and must be a Uint8Array of attributes'],
  [
    route({ oif: 'lo', table: '100' }),
    "addRoute: table must be one of unspec, compat, default, main, local or a number, not '100'; did you mean 100?",
  ],
  [address({ cacheinfo: 60 }), 'addAddress: cacheinfo must be an object such as { valid: 3600 }, not 60'],
  [address({ peer: 'x' }), "addAddress: peer must be an IP address, not 'x'"],
  [address({ peer: '10.0.0.2/33' }), 'addAddress: peer must have a prefix length from 0 to 32, not 33'],
  [
    (nl) => nl.createVxlan({ data: { id: 5, portRange: '1-2' as never } }),
    "createVxlan: data.portRange must be an object such as { low: 40000, high: 50000 }, not '1-2'",
  ],
  [
    (nl) => nl.lookupRoute({ dst: '10.0.0.0/24' }),
    "lookupRoute: dst must be the address of a packet, not '10.0.0.0/24'",
  ],
]

const NAMES: readonly Slip[] = [
  [
    nexthop({ group: [{ id: 1 }], resilient: { bucket: 8 } }),
    "addNexthop: unknown option 'resilient.bucket'; did you mean 'resilient.buckets'?",
  ],
  [
    (nl) => nl.setLink('lo', { port: { hairpinMode: true } as never }),
    "setLink: unknown option 'port.hairpinMode'; did you mean 'port.mode'?",
  ],
  [
    (nl) => nl.listRoutes({ netns: 'blue' } as never),
    "listRoutes: unknown filter 'netns'; a handle of openNetlink({ netns }) acts in another namespace",
  ],
  [
    address({ netns: 'blue' }),
    "addAddress: unknown option 'netns'; a handle of openNetlink({ netns }) acts in another namespace",
  ],
  [
    (nl) => nl.createVeth({ name: 'v0', netns: { pid: '1' } as never }),
    "createVeth: netns.pid must be the id of a process, not '1'",
  ],
  [
    (nl) => nl.createVeth({ peer: { name: 'v1', netns: { pid: 0 } } }),
    'createVeth: peer.netns.pid must be the id of a process, not 0',
  ],
]

describe('errors for a value of another shape', () => {
  const here = onePlace()

  for (const [call, message] of SHAPES)
    it(message, async () => {
      await assert.rejects(call(here().nl), { message })
    })
})

describe('errors for an option of a nested object', () => {
  const here = onePlace()

  for (const [call, message] of NAMES)
    it(message, async () => {
      await assert.rejects(call(here().nl), { name: 'TypeError', message })
    })
})
