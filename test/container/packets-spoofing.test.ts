import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { until } from '../support/until.ts'
import { request } from './support/client.ts'
import { type Container, PRIVATE, type Site, withSite } from './support/containers.ts'
import { listenDatagrams } from './support/datagrams.ts'
import { datagram4, frameSender, gratuitousArp, neighbourAdvertisement, routerAdvertisement } from './support/frames.ts'

const NET = { name: 'br0', subnet: '10.82.0.0/24', subnet6: 'fd00:82::/64' }
const GATEWAY = { 4: '10.82.0.1', 6: 'fd00:82::1' }

interface Scene {
  readonly site: Site
  readonly victim: Container
  readonly thief: Container
  readonly neighbour: Container
  /** Hardware addresses. */
  readonly own: string
}

/** Three containers that know each other and the gateway. */
async function scene(site: Site, spoofGuard: boolean): Promise<Scene> {
  const network = await site.network({ ...NET, spoofGuard })
  const victim = await site.container(network, 'victim')
  const thief = await site.container(network, 'thief')
  const neighbour = await site.container(network, 'neighbour')
  await site.host.serve(PRIVATE)
  for (const family of [4, 6] as const) {
    await request(victim.netns, { address: GATEWAY[family], port: PRIVATE })
    await request(victim.netns, { address: neighbour.at[family], port: PRIVATE })
    await request(thief.netns, { address: victim.at[family], port: PRIVATE })
  }
  return { site, victim, thief, neighbour, own: thief.endpoint.mac ?? '' }
}

/** The hardware address that a machine knows for an address. */
async function known({ nl }: Pick<Container, 'nl'>, address: string): Promise<string | undefined> {
  return (await nl.listNeighbours()).find(({ dst }) => dst === address)?.lladdr
}

describe('a container that pretends to be another', () => {
  needs('veth', 'bridge', 'nftables', 'ipv6', 'command cc')
  const sender = frameSender()

  /** Waits until a frame that may pass has passed after those that were sent. */
  async function settle({ thief, victim }: Scene): Promise<void> {
    assert.match(await request(thief.netns, { address: victim.at[4], port: PRIVATE }), /^victim/)
  }

  for (const spoofGuard of [true, false]) {
    const verb = spoofGuard ? 'is not believed' : 'is believed where spoofGuard is false'

    it(`${verb} in ARP: for the gateway, and for a neighbour`, () =>
      withSite(async (site) => {
        const all = await scene(site, spoofGuard)
        const { victim, thief, neighbour, own } = all
        for (const ip of [GATEWAY[4], neighbour.at[4]])
          await sender.send(thief.netns, 'eth0', gratuitousArp({ mac: own, ip }))
        await settle(all)
        for (const ip of [GATEWAY[4], neighbour.at[4]]) assert.equal((await known(victim, ip)) === own, !spoofGuard, ip)
      }))

    it(`${verb} in neighbour advertisements: for the gateway, and for a neighbour`, () =>
      withSite(async (site) => {
        const all = await scene(site, spoofGuard)
        const { victim, thief, neighbour, own } = all
        for (const target of [GATEWAY[6], neighbour.at[6]])
          await sender.send(thief.netns, 'eth0', neighbourAdvertisement({ mac: own, ip: thief.at[6] }, target))
        await settle(all)
        for (const target of [GATEWAY[6], neighbour.at[6]])
          assert.equal((await known(victim, target)) === own, !spoofGuard, target)
      }))

    it(`${spoofGuard ? 'cannot send' : 'can send where spoofGuard is false'} with the address of its neighbour`, () =>
      withSite(async (site) => {
        const { victim, thief, neighbour, own } = await scene(site, spoofGuard)
        const sink = listenDatagrams(victim.netns, { host: '0.0.0.0', port: 7001 })
        const to = { mac: victim.endpoint.mac ?? '', ip: victim.at[4] }
        const stolen = neighbour.endpoint.mac ?? ''
        await sender.send(
          thief.netns,
          'eth0',
          datagram4({ from: { mac: own, ip: neighbour.at[4] }, to }, 7001, 'address'),
          datagram4({ from: { mac: stolen, ip: neighbour.at[4] }, to }, 7001, 'both'),
          datagram4({ from: { mac: own, ip: thief.at[4] }, to }, 7001, 'own'),
        )
        await until('its own datagram', () => sink.heard.some(({ text }) => text === 'own'))
        assert.deepEqual(
          sink.heard.map(({ text }) => text),
          spoofGuard ? ['own'] : ['address', 'both', 'own'],
        )
        sink.close()
      }))

    it(`${spoofGuard ? 'is not a router' : 'is a router where spoofGuard is false'} for a neighbour that listens to advertisements`, () =>
      withSite(async (site) => {
        const all = await scene(site, spoofGuard)
        const { victim, thief, own } = all
        await victim.netns.setSysctl('net/ipv6/conf/eth0/accept_ra', 2)
        const found = await thief.nl.listAddresses({ family: 'inet6' })
        const local = found.find(({ address }) => address.startsWith('fe80:'))?.address.split('/')[0] ?? ''
        await sender.send(thief.netns, 'eth0', routerAdvertisement({ mac: own, ip: local }, '2001:db8:bad::'))
        await settle(all)
        const routes = await victim.nl.listRoutes({ family: 'inet6' })
        assert.equal(
          routes.some(({ protocol }) => protocol === 'ra'),
          !spoofGuard,
        )
      }))
  }
})
