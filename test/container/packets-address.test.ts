import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { request } from './support/client.ts'
import { HOST, PUBLISHED, withSite } from './support/containers.ts'
import { openDatagrams } from './support/datagrams.ts'
import { ADDRESS } from './support/topology.ts'

const SUBNETS = { subnet: '10.81.0.0/24', subnet6: 'fd00:81::/64' }

describe('a port that is published on one address', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6')

  for (const family of [4, 6] as const) {
    it(`answers at that address of IPv${family} alone`, () =>
      withSite(async (site) => {
        const network = await site.network({ name: 'net0', ...SUBNETS })
        const { host, second, outside } = ADDRESS[family]
        const port = { host: HOST, container: PUBLISHED }
        await site.container(network, 'web', { ports: [{ ...port, address: second }] })
        const { netns } = site.outside
        const inside = await site.container(network, 'other')
        assert.equal(await request(netns, { address: second, port: HOST }), `web to ${outside}`)
        assert.equal(await request(netns, { address: host, port: HOST }), 'ECONNREFUSED')
        assert.match(await request(site.host.netns, { address: second, port: HOST }), /^web to /)
        assert.equal(await request(site.host.netns, { address: host, port: HOST }), 'ECONNREFUSED')
        assert.match(await request(inside.netns, { address: second, port: HOST }), /^web to /)
      }))
  }

  it('may be another container’s on another address', () =>
    withSite(async (site) => {
      const network = await site.network({ name: 'net0', ...SUBNETS })
      const { host, second, outside } = ADDRESS[4]
      const port = { host: HOST, container: PUBLISHED }
      await site.container(network, 'one', { ports: [{ ...port, address: host }] })
      await site.container(network, 'two', { ports: [{ ...port, address: second }] })
      const heard = [host, second].map((address) => request(site.outside.netns, { address, port: HOST }))
      assert.deepEqual(await Promise.all(heard), [`one to ${outside}`, `two to ${outside}`])
    }))

  for (const mode of ['bridge', 'ptp'] as const) {
    it(`is the host's alone at 127.0.0.1, in mode ${mode}`, () =>
      withSite(async (site) => {
        const network = await site.network({ name: 'net0', mode, ...SUBNETS })
        const ports = [{ host: HOST, container: PUBLISHED, address: '127.0.0.1' }]
        await site.container(network, 'web', { ports })
        const other = await site.container(network, 'other')
        assert.match(await request(site.host.netns, { address: '127.0.0.1', port: HOST }), /^web to /)
        const asked = [site.host, site.outside, other].map(({ netns }) =>
          request(netns, { address: ADDRESS[4].host, port: HOST }),
        )
        assert.deepEqual(await Promise.all(asked), ['ECONNREFUSED', 'ECONNREFUSED', 'ECONNREFUSED'])
      }))
  }
})

describe('a UDP port that changes hands', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6')

  for (const family of [4, 6] as const) {
    it(`leads a client of IPv${family} who never stopped talking to the new container`, () =>
      withSite(async (site) => {
        const network = await site.network({ name: 'net0', ...SUBNETS })
        const ports = [{ host: HOST, container: PUBLISHED, protocol: 'udp' as const }]
        const one = await site.container(network, 'one', { ports })
        const two = await site.machine('two')
        await two.serve(PUBLISHED)
        const client = openDatagrams(site.outside.netns, family === 4 ? '0.0.0.0' : '::')
        const { host: address, outside } = ADDRESS[family]
        const say = () =>
          new Promise<string>((resolve) => {
            client.once('message', (message) => resolve(message.toString()))
            client.send('?', HOST, address)
          })
        try {
          assert.equal(await say(), `one to ${outside}`)
          await network.detach(one.endpoint)
          await network.attach(two.netns, { ports })
          assert.equal(await say(), `two to ${outside}`)
        } finally {
          client.close()
        }
      }))
  }
})
