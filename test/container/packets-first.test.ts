import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { request } from './support/client.ts'
import { HOST, PORTS, PUBLISHED, withSite } from './support/containers.ts'
import { ADDRESS } from './support/topology.ts'

const SUBNETS = { subnet: '10.86.0.0/24', subnet6: 'fd00:86::/64' }

/** In milliseconds: what is lost is sent again after a second, by TCP as by those who look for a neighbour. */
const LOST = 1000

/** How long something took. */
async function timed<T>(action: () => Promise<T>): Promise<[T, number]> {
  const begun = performance.now()
  return [await action(), performance.now() - begun]
}

for (const mode of ['bridge', 'ptp'] as const) {
  for (const family of [4, 6] as const) {
    describe(`the first IPv${family} packet after attach, in mode ${mode},`, () => {
      needs('veth', 'bridge', 'nftables', 'ipv6')

      for (const protocol of ['tcp', 'udp'] as const) {
        it(`is not lost on its way in, to a container, or out: ${protocol}`, () =>
          withSite(async (site) => {
            const network = await site.network({ name: 'net0', mode, ...SUBNETS })
            const { host, outside } = ADDRESS[family]
            await site.outside.serve(PUBLISHED)
            const machines = await Promise.all(['in', 'to', 'out'].map((name) => site.machine(name)))
            const [one, two, three] = machines
            assert.ok(one && two && three)
            await Promise.all([one, two].map((machine) => machine.serve(PUBLISHED)))

            await network.attach(one.netns, { ports: PORTS })
            const inward = await timed(() => request(site.outside.netns, { protocol, address: host, port: HOST }))
            const endpoint = await network.attach(two.netns)
            const address = (family === 4 ? endpoint.address : endpoint.address6) ?? ''
            const through = await timed(() => request(site.host.netns, { protocol, address, port: PUBLISHED }))
            await network.attach(three.netns)
            const outward = await timed(() => request(three.netns, { protocol, address: outside, port: PUBLISHED }))

            const took = [inward, through, outward]
            for (const [heard] of took) assert.match(heard, / to /)
            assert.ok(
              took.every(([, time]) => time < LOST),
              took.join('; '),
            )
          }))
      }
    })
  }
}
