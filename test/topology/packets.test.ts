import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { openNetns, type Topology } from '../../lib/index.ts'
import { drop, ip, masquerade, match, meta, type NftCommands } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { nftJson } from '../support/nft.ts'
import { eachPlace } from '../support/place.ts'

const owner = { protocol: 77, tag: 'my-app' }
const at = { family: 'ip', table: 'host' } as const
const NAT = [
  { table: { family: 'ip', name: 'host' } },
  { chain: { ...at, name: 'forward', type: 'filter', hook: 'forward', prio: 0, policy: 'accept' } },
  { chain: { ...at, name: 'outward', type: 'nat', hook: 'postrouting', prio: 100, policy: 'accept' } },
  { rule: { ...at, chain: 'forward', expr: [match(ip.daddr, '==', '192.0.2.9'), { counter: null }, drop()] } },
  { rule: { ...at, chain: 'outward', expr: [match(meta.oifname, '==', 'up0'), masquerade()] } },
] satisfies NftCommands

/** A container behind a bridge, and another host with two addresses. */
const HOST: Topology = {
  links: {
    lo: { up: true },
    br0: { kind: 'bridge', up: true, addresses: ['10.1.0.1/24'] },
    v1: { peer: { netns: 'packets-c1', name: 'eth0' }, master: 'br0', up: true },
    up0: { peer: { netns: 'packets-out', name: 'eth0' }, up: true, addresses: ['192.0.2.254/24'] },
  },
  sysctls: { 'net.ipv4.ip_forward': 1 },
  nftables: NAT,
  namespaces: {
    'packets-c1': {
      links: { eth0: { up: true, addresses: ['10.1.0.2/24'] } },
      routes: [{ dst: 'default', gateway: '10.1.0.1' }],
    },
    'packets-out': { links: { eth0: { up: true, addresses: ['192.0.2.1/24', '192.0.2.9/24'] } } },
  },
}

describe('packets through the tables of a topology', () => {
  needs('command nft', 'nftables')
  const place = eachPlace()

  it('have the address of the host outside, and do not pass where a rule drops them', async () => {
    const { nl, path } = place()
    await nl.applyTopology(HOST, { owner })
    const [inside, outside] = await Promise.all([openNetns('packets-c1'), openNetns('packets-out')])
    const [sender, receiver] = [createSocket('udp4'), createSocket('udp4')]
    try {
      await outside.bind(receiver, { port: 7000 })
      await inside.bind(sender, {})
      const received = once(receiver, 'message') as Promise<[Buffer, { address: string }]>
      for (const [to, text] of [
        ['192.0.2.9', 'dropped'],
        ['192.0.2.1', 'passed'],
      ] as const)
        await new Promise((done) => sender.send(text, 7000, to, done))
      const [message, { address }] = await received
      assert.deepEqual([String(message), address], ['passed', '192.0.2.254'])
      const [counted] = nftJson<{ rule?: { expr: { counter?: { packets: number } }[] } }>(
        'list chain ip host forward',
        path,
      )
        .flatMap(({ rule }) => rule?.expr ?? [])
        .flatMap(({ counter }) => counter ?? [])
      assert.equal(counted?.packets, 1)
    } finally {
      sender.close()
      receiver.close()
      await Promise.all([inside.close(), outside.close()])
      await nl.removeTopology({ owner })
    }
  })
})
