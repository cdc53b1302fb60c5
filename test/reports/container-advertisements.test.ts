import assert from 'node:assert/strict'
import { request } from '../container/support/client.ts'
import { PRIVATE, type Site, setBridgeNetfilter, withSite } from '../container/support/containers.ts'
import { listenDatagrams } from '../container/support/datagrams.ts'
import {
  datagram4,
  frameSender,
  gratuitousArp,
  redirect4,
  redirect6,
  routerAdvertisement,
} from '../container/support/frames.ts'
import type { Machine } from '../container/support/machine.ts'
import { ADDRESS } from '../container/support/topology.ts'
import { needs } from '../support/needs.ts'
import { until } from '../support/until.ts'

const FOUR = { subnet: '10.89.0.0/24' }
const BOTH = { ...FOUR, subnet6: 'fd00:89::/64' }
const PREFIX = '2001:db8:bad::'
/** A group whose frames no bridge passes on: they come to the host by the port itself. */
const BESIDE = '01:80:c2:00:00:0e'

/** Addresses and routes as a machine has them, but for its loopback. */
async function network({ nl }: Machine): Promise<string[]> {
  const [addresses, routes] = await Promise.all([nl.listAddresses(), nl.listRoutes()])
  return [
    ...addresses.map(({ address, link }) => `${link} ${address}`),
    ...routes.map(({ dst, gateway, oif }) => `${dst} by ${gateway ?? 'nobody'} at ${oif}`),
  ].sort()
}

const KINDS = [
  { mode: 'bridge', families: 'IPv4', subnets: FOUR },
  { mode: 'bridge', families: 'IPv4 and IPv6', subnets: BOTH },
  { mode: 'ptp', families: 'IPv4', subnets: FOUR },
  { mode: 'ptp', families: 'IPv4 and IPv6', subnets: BOTH },
] as const

for (const { mode, families, subnets } of KINDS) {
  describe(`what a container with a raw socket sends, in mode ${mode} with ${families},`, () => {
    needs('veth', 'bridge', 'nftables', 'ipv6', 'br_netfilter', 'command cc')
    const sender = frameSender()

    /** A container that sends, another, and the host's hardware address on their network. */
    async function configureLink(site: Site) {
      const network = await site.network({ name: 'net0', mode, ...subnets })
      const evil = await site.container(network, 'evil')
      const good = await site.container(network, 'good')
      const { nl } = site.host
      const host = (await nl.getLink(mode === 'bridge' ? 'net0' : (evil.endpoint.link as string))).address as string
      // What is asked and answered behind it shows that a frame has been dealt with.
      await site.host.serve(7000)
      const dealt = () => request(evil.netns, { address: ADDRESS[4].host, port: 7000 })
      return { network, evil, good, host, dealt, mac: evil.endpoint.mac as string }
    }

    it('makes no router of it: router advertisements', () =>
      withSite(async (site) => {
        const { network: own, evil, good, dealt, mac } = await configureLink(site)
        const before = await Promise.all([site.host, good].map(network))
        const from = { mac, ip: 'fe80::bad' }
        await sender.send(
          evil.netns,
          'eth0',
          routerAdvertisement(from, PREFIX),
          routerAdvertisement(from, PREFIX, BESIDE),
        )
        await dealt()
        assert.deepEqual(await Promise.all([site.host, good].map(network)), before)
        assert.deepEqual(await own.check(), [])
      }))

    it('redirects no traffic: redirects', () =>
      withSite(async (site) => {
        // Where bridged packets pass the firewall, it drops redirects that belong to no connection.
        await setBridgeNetfilter(site, false)
        const { evil, good, host, dealt, mac } = await configureLink(site)
        const gateway = good.endpoint.address?.replace(/\d+$/, '1') as string
        // The way is changed at once only to a neighbour that is known.
        await request(good.netns, { address: evil.at[4], port: PRIVATE })
        const to = { mac: good.endpoint.mac as string, ip: good.at[4] }
        const destination = ADDRESS[4].outside
        const host4 = { from: { mac, ip: evil.at[4] }, to: { mac: host, ip: gateway } }
        const frames = [
          redirect4({ from: { mac, ip: gateway }, to }, destination, evil.at[4]),
          redirect4(host4, good.at[4], evil.at[4]),
          ...(evil.at[6] === ''
            ? []
            : [
                redirect6(
                  { from: { mac, ip: 'fe80::1' }, to: { ...to, ip: good.at[6] } },
                  ADDRESS[6].outside,
                  evil.at[6],
                ),
              ]),
        ]
        await sender.send(evil.netns, 'eth0', ...frames)
        await dealt()
        const way = await good.nl.lookupRoute({ dst: destination })
        assert.equal(way.gateway, gateway)
        assert.deepEqual((await site.host.nl.lookupRoute({ dst: good.at[4] })).gateway, undefined)
        const six = await good.nl.lookupRoute({ dst: ADDRESS[6].outside }).catch(() => undefined)
        assert.equal(six?.gateway, subnets === BOTH ? 'fd00:89::1' : undefined)
      }))

    it("takes nothing from the host: gratuitous ARP for the gateway's address", () =>
      withSite(async (site) => {
        const { evil, good, dealt, mac } = await configureLink(site)
        const gateway = good.endpoint.address?.replace(/\d+$/, '1') as string
        const before = await network(site.host)
        await sender.send(evil.netns, 'eth0', gratuitousArp({ mac, ip: gateway }))
        await dealt()
        assert.deepEqual(await network(site.host), before)
        const known = (await site.host.nl.listNeighbours()).filter(({ dst }) => dst === gateway)
        assert.deepEqual(known, [])
        assert.equal(await request(site.host.netns, { address: good.at[4], port: PRIVATE }), `good to ${gateway}`)
      }))

    it('comes from its own address, also in frames that no bridge passes on', () =>
      withSite(async (site) => {
        const { evil, dealt, host, mac } = await configureLink(site)
        const listener = listenDatagrams(site.host.netns, { host: ADDRESS[4].host, port: 7009 })
        const frames = [BESIDE, host].flatMap((to) =>
          [ADDRESS[4].outside, evil.at[4]].map((ip) =>
            datagram4({ from: { mac, ip }, to: { mac: to, ip: ADDRESS[4].host } }, 7009, `${to} from ${ip}`),
          ),
        )
        try {
          await sender.send(evil.netns, 'eth0', ...frames)
          await dealt()
          await until('its own datagram', () => listener.heard.some(({ text }) => text.startsWith(host)))
          const senders = new Set(listener.heard.map(({ from }) => from))
          assert.deepEqual([...senders], [evil.at[4]])
        } finally {
          listener.close()
        }
      }))
  })
}

describe('the frames of these tests', () => {
  needs('veth', 'ipv6', 'command cc')
  const sender = frameSender()

  it('make a router of their sender, and redirect traffic, where nothing prevents it', () =>
    withSite(async (site) => {
      const { host, outside } = site
      const { address: mac } = await host.nl.getLink('up0')
      const from = { mac: mac as string, ip: 'fe80::bad' }
      const there = (await outside.nl.getLink('eth0')).address as string
      const ends = (ip: string, to: string) => ({ from: { mac: from.mac, ip }, to: { mac: there, ip: to } })
      await outside.nl.addRoute({ dst: 'default', gateway: ADDRESS[4].host })
      const frames = [
        redirect4(ends(ADDRESS[4].host, ADDRESS[4].outside), '192.0.2.1', ADDRESS[4].second),
        routerAdvertisement(from, PREFIX),
        redirect6(ends('fe80::bad', ADDRESS[6].outside), '2001:db8:99::1', 'fe80::beef'),
      ]
      await Promise.all([outside, host].map((machine) => machine.serve(7000)))
      await request(outside.netns, { address: ADDRESS[4].second, port: 7000 })
      await sender.send(host.netns, 'up0', ...frames)
      await request(host.netns, { address: ADDRESS[4].outside, port: 7000 })
      assert.equal((await outside.nl.lookupRoute({ dst: '192.0.2.1' })).gateway, ADDRESS[4].second)
      assert.equal((await outside.nl.lookupRoute({ dst: '2001:db8:98::1' })).gateway, 'fe80::bad')
      assert.equal((await outside.nl.lookupRoute({ dst: '2001:db8:99::1' })).gateway, 'fe80::beef')
    }))
})
