import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { probe, request } from './support/client.ts'
import { withSite } from './support/containers.ts'
import { ADDRESS } from './support/topology.ts'

/** The network outside, behind link up0 of the host. */
const LAN = {
  name: 'lan',
  mode: 'macvlan',
  parent: 'up0',
  subnet: '203.0.113.0/24',
  gateway: ADDRESS[4].outside,
  subnet6: '2001:db8:1::/64',
  gateway6: ADDRESS[6].outside,
} as const

describe('packets of containers in mode macvlan', () => {
  needs('macvlan', 'veth', 'nftables', 'ipv6')

  it('reach the network outside and each other with their own addresses, and the host does not reach them', () =>
    withSite(async (site) => {
      const network = await site.network(LAN)
      const [web, db] = [await site.container(network, 'web'), await site.container(network, 'db')]
      await site.outside.serve(7000)
      for (const family of [4, 6] as const) {
        const outside = { address: ADDRESS[family].outside, port: 7000 }
        assert.equal(await request(web.netns, outside), `outside to ${web.at[family]}`)
        assert.equal(
          await request(site.outside.netns, { address: web.at[family], port: 8080 }),
          `web to ${ADDRESS[family].outside}`,
        )
        assert.equal(await request(db.netns, { address: web.at[family], port: 8080 }), `web to ${db.at[family]}`)
      }
      // The host and its macvlans do not hear each other: drivers/net/macvlan.c delivers frames of the parent outside only.
      assert.notEqual(await probe(site.host.netns, { address: web.at[4], port: 8080 }), `web to ${ADDRESS[4].host}`)
    }))

  it('of macvlanMode private do not reach each other', () =>
    withSite(async (site) => {
      const network = await site.network({ ...LAN, macvlanMode: 'private' })
      const [web, db] = [await site.container(network, 'web'), await site.container(network, 'db')]
      await site.outside.serve(7000)
      const outside = { address: ADDRESS[4].outside, port: 7000 }
      assert.equal(await request(db.netns, outside), `outside to ${db.at[4]}`)
      assert.notEqual(await probe(db.netns, { address: web.at[4], port: 8080 }), `web to ${db.at[4]}`)
    }))

  it('of macvlanMode passthru reach the network outside, with the address of the parent', () =>
    withSite(async (site) => {
      const network = await site.network({ ...LAN, macvlanMode: 'passthru' })
      const web = await site.container(network, 'web')
      await site.outside.serve(7000)
      assert.equal(await request(web.netns, { address: ADDRESS[4].outside, port: 7000 }), `outside to ${web.at[4]}`)
    }))

  it('are led to the container that has an address now', () =>
    withSite(async (site) => {
      const network = await site.network(LAN)
      const address = '203.0.113.50'
      const ask = () => request(site.outside.netns, { address, port: 8080 })
      const first = await site.container(network, 'first', { address, mac: '02:00:00:00:00:01' })
      assert.equal(await ask(), `first to ${ADDRESS[4].outside}`)
      await network.detach(first.endpoint)
      await site.container(network, 'second', { address, mac: '02:00:00:00:00:02' })
      assert.equal(await ask(), `second to ${ADDRESS[4].outside}`)
    }))

  it('of a container in two networks leave by the one that it was asked by', () =>
    withSite(async (site) => {
      const bridge = await site.network({ name: 'br0', subnet: '10.85.0.0/24' })
      const web = await site.container(bridge, 'web')
      const network = await site.network({ ...LAN, name: 'lan' })
      const { address } = await network.attach(web.netns, { interface: 'eth1' })
      assert.equal(
        await request(site.outside.netns, { address: address as string, port: 8080 }),
        `web to ${ADDRESS[4].outside}`,
      )
      await network.detach(web.netns)
      await site.outside.serve(7000)
      assert.equal(
        await request(web.netns, { address: ADDRESS[4].outside, port: 7000 }),
        `outside to ${ADDRESS[4].host}`,
      )
    }))
})
