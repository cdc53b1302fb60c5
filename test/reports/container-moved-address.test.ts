import assert from 'node:assert/strict'
import { request } from '../container/support/client.ts'
import { PRIVATE, withSite } from '../container/support/containers.ts'
import { needs } from '../support/needs.ts'

const SUBNETS = { subnet: '10.96.0.0/24', subnet6: 'fd00:96::/64' }
const WANTED = { address: '10.96.0.9', address6: 'fd00:96::9' }

for (const mode of ['bridge', 'ptp'] as const) {
  for (const family of [4, 6] as const) {
    describe(`an IPv${family} address that goes to a container with another hardware address, in mode ${mode},`, () => {
      needs('veth', 'bridge', 'nftables', 'ipv6')

      it('is reached there at once, from the host and from a neighbour', () =>
        withSite(async (site) => {
          const network = await site.network({ name: 'net0', mode, ...SUBNETS })
          const asker = await site.container(network, 'asker')
          const one = await site.container(network, 'one', { ...WANTED, mac: '02:00:00:00:00:01' })
          const target = { address: one.at[family], port: PRIVATE }
          for (const { netns } of [site.host, asker]) assert.match(await request(netns, target), /^one to /)
          await network.detach(one.endpoint)
          const other = await site.container(network, 'other', { ...WANTED, mac: '02:00:00:00:00:02' })
          assert.equal(other.at[family], target.address)
          const begun = performance.now()
          for (const { netns } of [asker, site.host]) assert.match(await request(netns, target), /^other to /)
          assert.ok(performance.now() - begun < 1000, 'what is lost is sent again after a second')
        }))
    })
  }
}
