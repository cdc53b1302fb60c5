import assert from 'node:assert/strict'
import { eachPlace } from '../support/place.ts'
import { random } from '../watch/support/random.ts'
import { literals } from './support/literals.ts'
import { faults } from './support/schema.ts'
import { randomTopology } from './support/topologies.ts'

/** Wrong topologies, and where the schema must say so. */
const WRONG: readonly (readonly [where: string, topology: unknown])[] = [
  ['', []],
  ['', { link: {} }],
  ['', { absent: true }],
  ['/links', { links: [] }],
  ['/links', { links: { 'a name': {} } }],
  ['/links', { links: { 'a-name-of-17-bytes': {} } }],
  ['/links/br0/mtu', { links: { br0: { mtu: '1500' } } }],
  ['/links/br0/mtu', { links: { br0: { mtu: -1 } } }],
  ['/links/br0/mtu', { links: { br0: { mtu: 1500.5 } } }],
  ['/links/br0', { links: { br0: { mtuu: 1500 } } }],
  ['/links/br0', { links: { br0: { promiscuity: 1 } } }],
  ['/links/br0', { links: { br0: { netns: 'c1' } } }],
  ['/links/br0/up', { links: { br0: { up: 'yes' } } }],
  ['/links/br0', { links: { br0: { absent: true, up: true } } }],
  ['/links/br0', { links: { br0: { data: { stpState: 1 } } } }],
  ['/links/br0/data', { links: { br0: { kind: 'bridge', data: { id: 5 } } } }],
  ['/links/x/data/id', { links: { x: { kind: 'vlan', data: { id: 70_000 } } } }],
  ['/links/x/data/id', { links: { x: { kind: 'vxlan', data: { id: 0x100_0000 } } } }],
  ['/links/x/data/mode', { links: { x: { kind: 'macvlan', data: { mode: 'bridged' } } } }],
  ['/links/x/data', { links: { x: { kind: 'dummy', data: { id: 5 } } } }],
  ['/links/v0/kind', { links: { v0: { kind: 'bridge', peer: { name: 'v1' } } } }],
  ['/links/v0/peer', { links: { v0: { peer: { name: 'v1', mtu: 1400 } } } }],
  ['/links/v0/peer', { links: { v0: { peer: {} } } }],
  ['/links/v0/addresses', { links: { v0: { addresses: '10.0.0.1/24' } } }],
  ['/links/v0/addresses/0', { links: { v0: { addresses: [{ address: '10.0.0.1/24', link: 'v0' }] } } }],
  ['/links/v0/port', { links: { v0: { port: { hairpin: true } } } }],
  ['/routes/0', { routes: [{ gateway: '10.0.0.1' }] }],
  ['/routes/0', { routes: [{ dst: 'default', via6: 'fe80::1' }] }],
  ['/routes/0/flags/0', { routes: [{ dst: 'default', flags: ['on-link'] }] }],
  ['/rules/0', { rules: [{ lookup: 100 }] }],
  ['/neighbours/0', { neighbours: [{ dst: '10.0.0.2' }] }],
  ['/nexthops/0', { nexthops: [{ oif: 'eth0' }] }],
  ['/sysctls', { sysctls: { 'kernel.hostname': 'x' } }],
  ['/sysctls/net.ipv4.ip_forward', { sysctls: { 'net.ipv4.ip_forward': true } }],
  ['/namespaces', { namespaces: { 'a/b': {} } }],
  ['/nftables/0', { nftables: [{ flush: { ruleset: null } }] }],
  ['/nftables/0/table', { nftables: [{ table: { family: 'inet' } }] }],
  ['/namespaces/c1', { namespaces: { c1: { absent: true, links: {} } } }],
  ['/namespaces/c1/links/eth0', { namespaces: { c1: { links: { eth0: { namee: 'x' } } } } }],
]

describe('the schema of topologies', () => {
  it('accepts every topology of the pages, the examples and the tests', () => {
    const found = literals()
    assert.ok(found.length > 30, `only ${found.length} topologies were found`)
    for (const { where, topology } of found)
      assert.deepEqual(faults(topology), [], `${where}: ${JSON.stringify(topology)}`)
  })

  it('accepts random ones', () => {
    for (let seed = 0; seed < 100; seed++) assert.deepEqual(faults(randomTopology(random(seed))), [], `seed ${seed}`)
  })

  it('accepts a name of itself, and everything of another namespace', () => {
    assert.deepEqual(faults({ $schema: './topology.schema.json', namespaces: { '': {}, c1: { absent: true } } }), [])
  })

  for (const [where, topology] of WRONG)
    it(`refuses ${JSON.stringify(topology)}`, () => {
      const found = faults(topology).map((fault) => fault.slice(0, fault.indexOf(' ')))
      assert.ok(found.includes(where), `expected a fault at '${where}', got ${JSON.stringify(faults(topology))}`)
    })
})

describe('the schema of topologies and the kernel', () => {
  const place = eachPlace()

  it('accepts what is captured', async () => {
    const { nl } = place()
    const owner = { protocol: 77, tag: 'my-app' }
    for (let seed = 1; seed < 4; seed++) {
      await nl.applyTopology(randomTopology(random(seed)), { owner })
      assert.deepEqual(faults(await nl.captureTopology()), [])
      assert.deepEqual(faults(await nl.captureTopology({ owner })), [])
    }
  })
})
