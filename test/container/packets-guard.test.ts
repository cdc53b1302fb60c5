import assert from 'node:assert/strict'
import type { Socket } from 'node:dgram'
import { needs } from '../support/needs.ts'
import { until } from '../support/until.ts'
import { HOST, type Site, withSite } from './support/containers.ts'
import { listenDatagrams, openDatagrams } from './support/datagrams.ts'
import type { Machine } from './support/machine.ts'
import { ADDRESS } from './support/topology.ts'

const SUBNETS = { subnet: '10.84.0.0/24', subnet6: 'fd00:84::/64' }

/** Makes a machine send packets for 127.0.0.0/8 by its eth0, to a gateway that is on that link. */
async function sendLoopbackOut(machine: Machine, gateway: string): Promise<void> {
  await machine.netns.setSysctl('net.ipv4.conf.eth0.route_localnet', 1)
  const own = await machine.nl.listRoutes({ family: 'inet', table: 'local' })
  await Promise.all(own.filter(({ dst }) => dst.startsWith('127.')).map((route) => machine.nl.deleteRoute(route)))
  await machine.nl.addRoute({ dst: '127.0.0.0/8', oif: 'eth0', gateway, flags: ['onlink'] })
}

/** Sends a datagram to ports of 127.0.0.1, then one to the host's own address. */
function sendBoth({ netns }: Machine): void {
  const socket = openDatagrams(netns, '0.0.0.0')
  for (const port of [HOST, SECRET]) socket.send('to loopback', port, '127.0.0.1')
  socket.send('to the host', SECRET, ADDRESS[4].host, () => socket.close())
}

/** A port of the host on 127.0.0.1 that is not published. */
const SECRET = 7000

/**
 * A site where a port is published on 127.0.0.1, so that the host routes what comes from there, and another has a listener. `stolen` is
 * what has come to either, `heard` what has come to the host's own address.
 */
async function configureLink(site: Site, mode: 'bridge' | 'ptp') {
  const network = await site.network({ name: 'net0', mode, ...SUBNETS })
  const ports = [{ host: HOST, container: 7001, protocol: 'udp' as const, address: '127.0.0.1' }]
  const web = await site.container(network, 'web', { ports })
  const thief = await site.container(network, 'thief')
  const listen = (machine: Machine, host: string, port: number) => listenDatagrams(machine.netns, { host, port })
  const published = listen(web, '0.0.0.0', 7001)
  const secret = listen(site.host, '127.0.0.1', SECRET)
  const own = listen(site.host, ADDRESS[4].host, SECRET)
  return {
    thief,
    heard: own.heard,
    stolen: () => [...published.heard, ...secret.heard],
    hush: () => [published, secret, own].map((socket) => socket.close()),
  }
}

for (const mode of ['bridge', 'ptp'] as const) {
  describe(`the guard of a network of mode ${mode}`, () => {
    needs('veth', 'bridge', 'nftables', 'ipv6')

    it('keeps containers from 127.0.0.1 of the host, though a port is published there', () =>
      withSite(async (site) => {
        const { thief, heard, stolen, hush } = await configureLink(site, mode)
        const gateway = (await thief.nl.listRoutes({ family: 'inet' })).find(({ dst }) => dst === 'default')?.gateway
        assert.ok(gateway !== undefined)
        await sendLoopbackOut(thief, gateway)
        sendBoth(thief)
        await until('the datagram to the host', () => heard.length > 0)
        assert.deepEqual(stolen(), [])
        hush()
      }))

    it('leaves others as far from it as they were', () =>
      withSite(async (site) => {
        const { heard, stolen, hush } = await configureLink(site, mode)
        await sendLoopbackOut(site.outside, ADDRESS[4].host)
        sendBoth(site.outside)
        await until('the datagram to the host', () => heard.length > 0)
        assert.deepEqual(stolen(), [])
        hush()
      }))

    for (const family of [4, 6] as const) {
      it(`drops what a container sends from an IPv${family} address that is not of the network`, () =>
        withSite(async (site) => {
          const { thief, hush } = await configureLink(site, mode)
          const spoofed = family === 4 ? '192.0.2.66' : '2001:db8:66::66'
          await thief.nl.addAddress({ link: 'eth0', address: spoofed, ...(family === 6 ? { flags: ['nodad'] } : {}) })
          const sink = listenDatagrams(site.insider.netns, { port: 7001 })
          const [own, spoofing] = [thief.at[family], spoofed].map((from) => openDatagrams(thief.netns, from)) as [
            Socket,
            Socket,
          ]
          const send = (socket: Socket, text: string) => socket.send(text, 7001, ADDRESS[family].insider)
          send(own, 'first')
          await until('the first datagram', () => sink.heard.length > 0)
          send(spoofing, 'spoofed')
          send(own, 'last')
          await until('the last datagram', () => sink.heard.length > 1)
          assert.deepEqual(
            sink.heard.map(({ text }) => text),
            ['first', 'last'],
          )
          for (const socket of [sink, own, spoofing]) socket.close()
          hush()
        }))
    }
  })
}
