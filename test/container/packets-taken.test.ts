import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { until } from '../support/until.ts'
import { request } from './support/client.ts'
import { type Container, PRIVATE, type Site, withSite } from './support/containers.ts'
import { listenDatagrams } from './support/datagrams.ts'
import { datagram4, frameSender, gratuitousArp, neighbourAdvertisement } from './support/frames.ts'

const SUBNETS = { subnet: '10.83.0.0/24', subnet6: 'fd00:83::/64' }

interface Scene {
  readonly site: Site
  readonly victim: Container
  readonly thief: Container
  readonly neighbour: Container
}

/** Three containers that have reached each other and the host. */
async function scene(site: Site, mode: 'bridge' | 'ptp', spoofGuard = true): Promise<Scene> {
  const guard = mode === 'bridge' ? { spoofGuard } : {}
  const network = await site.network({ name: 'net0', mode, ...SUBNETS, ...guard })
  const [victim, thief, neighbour] = [
    await site.container(network, 'victim'),
    await site.container(network, 'thief'),
    await site.container(network, 'neighbour'),
  ]
  const all = { site, victim, thief, neighbour }
  await expectNeighbour(all, 'neighbour')
  return all
}

/** Which container answers at the addresses of the neighbour: another container asks, and the host. */
async function expectNeighbour({ site, victim, neighbour }: Scene, name: string): Promise<void> {
  for (const family of [4, 6] as const)
    for (const { netns } of [victim, site.host]) {
      const answer = await request(netns, { address: neighbour.at[family], port: PRIVATE })
      assert.equal(answer.split(' ')[0], name, `IPv${family}`)
    }
}

/** The thief gives itself the addresses of its neighbour, also that of its hardware. */
async function takeOver({ thief, neighbour }: Scene): Promise<void> {
  const { nl } = thief
  await nl.setLink('eth0', { address: neighbour.endpoint.mac as string })
  await nl.addAddress({ link: 'eth0', address: `${neighbour.at[4]}/32` })
  await nl.addAddress({ link: 'eth0', address: `${neighbour.at[6]}/128`, flags: ['nodad'] })
}

for (const mode of ['bridge', 'ptp'] as const)
  describe(`a container that takes the addresses of another, in mode ${mode}`, () => {
    needs('veth', 'bridge', 'nftables', 'ipv6', 'command cc')
    const sender = frameSender()

    it('gets none of its packets', () =>
      withSite(async (site) => {
        const all = await scene(site, mode)
        const { thief, neighbour } = all
        await takeOver(all)
        const stolen = { mac: neighbour.endpoint.mac as string, ip: neighbour.at[4] }
        await sender.send(
          thief.netns,
          'eth0',
          gratuitousArp(stolen),
          neighbourAdvertisement({ ...stolen, ip: neighbour.at[6] }, neighbour.at[6]),
        )
        await expectNeighbour(all, 'neighbour')
      }))

    it('is not believed when it answers for the other, or for the gateway', () =>
      withSite(async (site) => {
        const all = await scene(site, mode)
        const { thief, neighbour, victim } = all
        const mac = thief.endpoint.mac as string
        for (const ip of [neighbour.at[4], '10.83.0.1'])
          await sender.send(thief.netns, 'eth0', gratuitousArp({ mac, ip }))
        for (const ip of [neighbour.at[6], 'fd00:83::1'])
          await sender.send(thief.netns, 'eth0', neighbourAdvertisement({ mac, ip: thief.at[6] }, ip))
        // What the thief sends under its own addresses arrives: the frames before it have been dealt with.
        assert.match(await request(thief.netns, { address: victim.at[4], port: PRIVATE }), /^victim/)
        await expectNeighbour(all, 'neighbour')
        const known = (await victim.nl.listNeighbours()).filter(
          ({ lladdr, dst }) => lladdr === mac && dst !== thief.at[4],
        )
        assert.deepEqual(
          known.filter(({ dst }) => dst === neighbour.at[4] || dst === neighbour.at[6]),
          [],
        )
      }))

    it('sends nothing that comes from the other', () =>
      withSite(async (site) => {
        const { thief, neighbour, victim } = await scene(site, mode)
        const sinks = [victim, site.host].map(({ netns }) => listenDatagrams(netns, { host: '0.0.0.0', port: 7001 }))
        const own = thief.endpoint.mac as string
        const gateway = (await site.host.nl.getLink(mode === 'bridge' ? 'net0' : (thief.endpoint.link as string)))
          .address
        const next = mode === 'bridge' ? (victim.endpoint.mac as string) : (gateway as string)
        for (const [mac, ip] of [
          [next, victim.at[4]],
          [gateway as string, '10.83.0.1'],
        ] as const)
          await sender.send(
            thief.netns,
            'eth0',
            datagram4({ from: { mac: own, ip: neighbour.at[4] }, to: { mac, ip } }, 7001, 'address'),
            datagram4({ from: { mac: own, ip: thief.at[4] }, to: { mac, ip } }, 7001, 'own'),
          )
        for (const sink of sinks) {
          await until('its own datagram', () => sink.heard.some(({ text }) => text === 'own'))
          assert.deepEqual(
            sink.heard.map(({ text }) => text),
            ['own'],
          )
          sink.close()
        }
      }))
  })

describe('a container that takes the addresses of another, where spoofGuard is false', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6', 'command cc')
  const sender = frameSender()

  it('gets its packets', () =>
    withSite(async (site) => {
      const all = await scene(site, 'bridge', false)
      const { thief, neighbour, victim } = all
      await takeOver(all)
      const frame = gratuitousArp({ mac: neighbour.endpoint.mac as string, ip: neighbour.at[4] })
      // Within `locktime`, a second, the kernel keeps the hardware address that it has just learned.
      await until('an answer of the other', async () => {
        await sender.send(thief.netns, 'eth0', frame)
        return /^thief/.test(await request(victim.netns, { address: neighbour.at[4], port: PRIVATE }))
      })
    }))
})
