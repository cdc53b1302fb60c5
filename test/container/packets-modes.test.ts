import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { request } from './support/client.ts'
import { HOST, PORTS, withSite } from './support/containers.ts'
import { ADDRESS } from './support/topology.ts'

describe('a container without a network of its own', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6')

  it('of mode none reaches only itself', () =>
    withSite(async (site) => {
      const network = await site.network({ name: 'alone', mode: 'none' })
      const machine = await site.machine('one')
      await machine.nl.setLink('lo', { up: false })
      await machine.serve(7000)
      const { netns } = await network.attach(machine.netns)
      assert.equal(await request(netns, { address: '127.0.0.1', port: 7000 }), 'one to 127.0.0.1')
      assert.equal(await request(netns, { address: '::1', port: 7000 }), 'one to ::1')
      assert.equal(await request(netns, { address: ADDRESS[4].host, port: 7000 }), 'ENETUNREACH')
      assert.equal(await request(netns, { address: ADDRESS[6].host, port: 7000 }), 'ENETUNREACH')
    }))

  it('of mode host is the host to every peer', () =>
    withSite(async (site) => {
      const network = await site.network({ name: 'hosts', mode: 'host' })
      const { netns } = await network.attach()
      await Promise.all([site.outside.serve(7000), site.host.serve(7001)])
      const address = ADDRESS[4]
      assert.equal(await request(netns, { address: address.outside, port: 7000 }), `outside to ${address.host}`)
      assert.equal(await request(netns, { address: '127.0.0.1', port: 7001 }), 'host to 127.0.0.1')
    }))

  it('of mode container is the container that it joins', () =>
    withSite(async (site) => {
      const bridge = await site.network({ name: 'net0', subnet: '10.85.0.0/24' })
      const web = await site.container(bridge, 'web', { ports: PORTS })
      const network = await site.network({ name: 'joined', mode: 'container' })
      const { netns } = await network.attach(web.netns)
      await site.outside.serve(7000)
      assert.equal(await request(netns, { address: '127.0.0.1', port: 8080 }), 'web to 127.0.0.1')
      assert.equal(await request(netns, { address: ADDRESS[4].outside, port: 7000 }), `outside to ${ADDRESS[4].host}`)
      const heard = await request(site.outside.netns, { address: ADDRESS[4].host, port: HOST })
      assert.equal(heard, `web to ${ADDRESS[4].outside}`)
    }))
})
