import assert from 'node:assert/strict'
import { ipvlan } from '../../lib/link/ipvlan.ts'
import { tun } from '../../lib/link/tun.ts'
import { vlan } from '../../lib/link/vlan.ts'
import { vrf } from '../../lib/link/vrf.ts'
import type { Answer } from '../support/answer.ts'
import { needs } from '../support/needs.ts'
import { onePlace, TWO_LINKS } from '../support/place.ts'
import { agree, rowless } from './support/link-case.ts'

const data = (json: Answer) => json.linkinfo?.info_data as Answer

/** ip shows the flags of a VLAN as a list of words. */
const FLAGS = { reorderHdr: false, gvrp: true, looseBinding: true, mvrp: true, bridgeBinding: true }

describe('VLANs and ip', () => {
  needs('vlan')
  agree({
    table: vlan,
    script: TWO_LINKS,
    make: (nl, name, settings) => nl.createVlan({ name, link: 'v0', data: { id: 5, ...settings } }),
    ip: (link, words) => `ip link add ${link} link v0 type vlan ${words.includes('id ') ? '' : 'id 5'} ${words}`,
    ours: (link) => link.data,
    shown: data,
    cases: [
      { row: 'id', ours: 4094, ip: 'id 4094', json: 'id', shown: 4094 },
      {
        row: 'flags',
        ours: FLAGS,
        ip: 'reorder_hdr off gvrp on loose_binding on mvrp on bridge_binding on',
        json: 'flags',
        shown: ['GVRP', 'MVRP', 'LOOSE_BINDING', 'BRIDGE_BINDING'],
      },
      {
        row: 'egressQos',
        ours: [{ from: 1, to: 2 }],
        ip: 'egress-qos-map 1:2',
        json: 'egress_qos',
        shown: [{ from: 1, to: 2 }],
      },
      {
        row: 'ingressQos',
        ours: [{ from: 3, to: 4 }],
        ip: 'ingress-qos-map 3:4',
        json: 'ingress_qos',
        shown: [{ from: 3, to: 4 }],
      },
      { row: 'protocol', ours: '802.1ad', ip: 'protocol 802.1ad', json: 'protocol', shown: '802.1ad' },
    ],
    kept: [],
    told: [],
    left: {},
  })
})

for (const kind of ['ipvlan', 'ipvtap'] as const) {
  describe(`${kind}s and ip`, () => {
    needs(kind)
    agree({
      table: ipvlan,
      script: TWO_LINKS,
      make: (nl, name, settings) => nl.createLink({ name, kind, link: 'v0', data: settings }),
      ip: (link, words) => `ip link add ${link} link v0 type ${kind} ${words}`,
      ours: (link) => link.data,
      shown: data,
      cases: [
        ...(['l2', 'l3', 'l3s'] as const).map((mode) => ({
          row: 'mode',
          ours: mode,
          ip: `mode ${mode}`,
          json: 'mode',
          shown: mode,
        })),
        { row: 'flags', ours: ['private'], ip: 'mode l2 private', beside: { mode: 'l2' }, text: / private / },
        { row: 'flags', ours: ['vepa'], ip: 'mode l2 vepa', beside: { mode: 'l2' }, text: / vepa / },
      ],
      kept: [],
      told: [],
      left: {},
    })
  })
}

describe('VRFs and ip', () => {
  needs('vrf')
  agree({
    table: vrf,
    script: TWO_LINKS,
    make: (nl, name, settings) => nl.createVrf({ name, data: { table: 77, ...settings } }),
    ip: (link, words) => `ip link add ${link} type vrf ${words}`,
    ours: (link) => link.data,
    shown: data,
    cases: [{ row: 'table', ours: 1000, ip: 'table 1000', json: 'table', shown: 1000 }],
    kept: [],
    told: [],
    left: {},
  })
})

describe('links of a VRF and ip', () => {
  needs('vrf')
  const here = onePlace(TWO_LINKS)

  it('the table of a port is that of its master', async () => {
    await here().nl.createVrf({ name: 'red', up: true, data: { table: 1000 } })
    await here().nl.setLink('v0', { master: 'red' })
    const { port, portKind } = await here().nl.getLink('v0')
    assert.deepEqual([portKind, port?.table], ['vrf', 1000])
  })
})

for (const kind of ['dummy', 'ifb', 'wireguard', 'nlmon'] as const) {
  describe(`${kind} and ip`, () => {
    needs(kind)
    const here = onePlace()

    it('agree on the kind', async () => {
      await here().nl.createLink({ name: 'one', kind })
      here().run(`ip link add two type ${kind}`)
      const [json] = here().ip('-j -d link show dev one')
      assert.equal(json?.linkinfo?.info_kind, kind)
      assert.equal((await here().nl.getLink('two')).kind, kind)
    })
  })
}

describe('tuns and ip', () => {
  needs('tun')
  const here = onePlace(
    'ip tuntap add dev t0 mode tap user 0 group 0 multi_queue pi vnet_hdr; ip tuntap add dev t1 mode tun',
  )

  it('agree on every row', async () => {
    const [json] = here().ip<Answer>('-j -d link show dev t0')
    const shown = data(json as Answer) as unknown as Record<string, unknown>
    const { data: found } = await here().nl.getLink('t0')
    assert.deepEqual(found, {
      owner: 0,
      group: 0,
      type: shown.type,
      pi: shown.pi,
      vnetHdr: shown.vnet_hdr,
      persist: shown.persist,
      multiQueue: shown.multi_queue,
      numQueues: shown.numqueues,
      numDisabledQueues: shown.numdisabled,
    })
    assert.deepEqual([shown.pi, shown.type], [true, 'tap'])
    assert.equal((await here().nl.getLink('t1')).data?.type, 'tun')
  })
})

describe('the tables of kinds', () => {
  for (const table of [vlan, ipvlan, vrf, tun]) {
    it(`${table.prefix}: no constant of the header lacks a row`, () => {
      assert.deepEqual(rowless(table), [])
    })
  }
})

describe('veths and ip', () => {
  needs('veth')
  const here = onePlace('ip link add br0 type bridge; ip link add br1 type bridge')
  const json = (name: string, netns?: string) =>
    here().ip(`-j -d ${netns ?? ''} link show dev ${name}`)[0] as never as Record<string, unknown>

  it('one message makes both ends, with everything that each can be', async () => {
    const end = { mtu: 1400, txqlen: 77, group: 3, numTxQueues: 3, numRxQueues: 2, gsoMaxSize: 60000 }
    await here().nl.createVeth({
      name: 'a0',
      index: 100,
      up: true,
      master: 'br0',
      address: '02:00:00:00:00:01',
      ...end,
      peer: { name: 'a1', index: 101, address: '02:00:00:00:00:02', noarp: true, ...end },
    })
    const shown = { mtu: 1400, txqlen: 77, group: '3', num_tx_queues: 3, num_rx_queues: 2, gso_max_size: 60000 }
    const [near, far] = [json('a0'), json('a1')]
    for (const [key, value] of Object.entries(shown)) assert.deepEqual([near[key], far[key]], [value, value], key)
    assert.deepEqual([near.ifindex, near.address, near.master], [100, '02:00:00:00:00:01', 'br0'])
    assert.deepEqual([far.ifindex, far.address, far.master], [101, '02:00:00:00:00:02', undefined])
    assert.ok((near.flags as string[]).includes('UP'))
    assert.ok((far.flags as string[]).includes('NOARP') && !(far.flags as string[]).includes('UP'))
  })

  it('what the message cannot say of the peer follows', async () => {
    const made = await here().nl.createVeth({
      name: 'b0',
      up: true,
      peer: { name: 'b1', up: true, master: 'br1', alias: 'far', altnames: ['farther'], port: { isolated: true } },
    })
    const far = json('b1') as never as Answer
    assert.deepEqual([far.master, far.ifalias, far.altnames], ['br1', 'far', ['farther']])
    assert.equal(far.linkinfo?.info_slave_data?.isolated, true)
    assert.equal(made.operstate, 'up')
  })

  it('without names both ends get one', async () => {
    const made = await here().nl.createVeth({ peer: { up: true } })
    assert.match(made.name, /^veth\d+$/)
    assert.ok((json(made.name).flags as string[]).includes('BROADCAST'))
  })
})
